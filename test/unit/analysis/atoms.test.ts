import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atomGroups, rowsOfAtoms } from '../../../src/core/analysis/scores/atoms';

const columns = fc
  .integer({ min: 1, max: 60 })
  .chain((rows) =>
    fc.array(fc.uint8Array({ minLength: rows, maxLength: rows, max: 11 }), { minLength: 1, maxLength: 8 }),
  );

test('every column is in one group, and a function of its atoms', () => {
  fc.assert(
    fc.property(columns, (codes) => {
      const groups = atomGroups(codes.map((own, index) => ({ index, codes: own })));
      const found = groups.flatMap((group) => group.columns.map(({ index }) => index));
      expect(found.sort((a, b) => a - b)).toEqual([...codes.keys()]);
      for (const { atoms, count, columns: within } of groups) {
        expect(new Set(atoms).size).toBe(count);
        for (const { index, codeOf } of within) expect(atoms.map((atom) => codeOf[atom]!)).toEqual(codes[index]);
      }
    }),
  );
});

test('functions of the same digits share a group, others do not', () => {
  const sums = Uint8Array.from({ length: 500 }, (_, i) => (7 * i) % 19);
  const other = Uint8Array.from({ length: 500 }, (_, i) => Math.floor(i / 19) % 19);
  const codes = [sums.map((sum) => Number(sum > 9)), sums.map((sum) => sum % 10), other, sums];
  const groups = atomGroups(codes.map((own, index) => ({ index, codes: own })));
  expect(groups.map((group) => group.columns.map(({ index }) => index))).toEqual([[0, 1, 3], [2]]);
  expect(groups[0]!.count).toBe(19);
});

test('the rows of the largest atom are those that the others leave', () => {
  const [group] = atomGroups([{ index: 0, codes: Uint8Array.of(1, 0, 1, 1, 2, 0) }]);
  const { rowsOf, largest } = rowsOfAtoms(group!);
  expect(largest).toBe(0);
  expect(rowsOf.map((rows) => [...rows])).toEqual([[], [1, 5], [4]]);
});

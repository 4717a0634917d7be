import { describe, expect, test } from 'vitest';
import { labelText, type Label } from '../../../src/core/analysis/label';
import { makeProbes, probeQuestion } from '../../../src/core/analysis/probes/probeSet';
import { partitionNumbers } from '../../../src/core/analysis/truth/partitions';
import { pooledPositions, predictedDigit } from '../../../src/core/analysis/truth/predictedDigit';
import { TruthTable } from '../../../src/core/analysis/truth/truthTable';
import type { Column, Truth } from '../../../src/core/analysis/truth/truth';
import { isInRows } from '../../../src/core/analysis/label';
import { valueOf } from '../../../src/core/analysis/variable';
import { questionClass } from '../../../src/core/arithmetic/questionClass';

const probes = makeProbes({ digits: 6, operations: { add: 34, sub: 66, mul: 0 }, seed: 2, count: 2000 });
const table = new TruthTable(probes);
const name = (label: Label) => `${labelText(label)} ${label.rows}`;
const allNames = ({ selection }: Truth) =>
  selection.flatMap(({ label, equivalent }) => [label, ...equivalent].map(name));

function columnOf({ selection }: Truth, text: string): Column {
  return selection.find(({ label }) => name(label) === text)!;
}

describe('at a position', () => {
  test('every column has the value of its task in every question of its rows', () => {
    for (const position of [8, 15]) {
      const truth = table.at(position);
      for (const [split, questions] of [
        [truth.selection, probes.selection],
        [truth.heldOut, probes.heldOut],
      ] as const) {
        for (const { label, values, rows, codes } of split) {
          const members = [...questions].filter((q) => isInRows(questionClass(probeQuestion(probes, q)), label.rows));
          expect([...rows]).toEqual(members);
          const expected = members.map((q) => valueOf(probeQuestion(probes, q), label));
          expect(
            Array.from(codes, (code) => values[code]),
            name(label),
          ).toEqual(expected);
        }
      }
    }
  });

  test('nothing is asked for before it can be known', () => {
    expect(allNames(table.at(5))).toEqual([]);
    expect(allNames(table.at(6))).toEqual(['OPR all']);
    expect(new Set(table.at(7).selection.map(({ label }) => label.digit))).toEqual(new Set([5, null]));
    expect(allNames(table.at(7))).toContain('A5.ST S');
    expect(allNames(table.at(11)).some((text) => /SV|MV|NV|SGN|SLT|A0/.test(text))).toBe(false);
    for (const text of ['A5.SV S', 'A0.SV S', 'A5.MV sub', 'A3.NV N']) expect(allNames(table.at(12))).toContain(text);
    for (const text of ['SGN all', 'SLT all']) expect(allNames(table.at(12))).not.toContain(text);
    for (const text of ['SGN all', 'SLT all']) expect(allNames(table.at(13))).toContain(text);
  });

  test('of labels that cannot be told apart the preferred one is named', () => {
    const truth = table.at(14);
    const equivalent = (text: string) => columnOf(truth, text).equivalent.map(name);
    expect(equivalent('A0.SC S')).toEqual(['A0.SV S']);
    expect(equivalent('A3.NB N')).toEqual(['A3.GT N']);
    expect(equivalent('A3.MZ sub')).toEqual(['A3.NZ sub']);
    expect(equivalent('A3.MT all')).toEqual(['A3.NT all']);
    expect(equivalent('A2.MD sub')).toEqual(['A2.ND sub']);
    expect(equivalent('A5.MV sub')).toEqual(['SGN sub']);
    expect(equivalent('A3.SC S')).toEqual([]);
  });

  test('labels are relative to the digit that is predicted there', () => {
    const relative = (position: number) => columnOf(table.at(position), 'A3.SC S').label.relative;
    // At `=` the sign is predicted, then A6 to A0; at the last position nothing.
    expect([12, 13, 14, 15, 17, 20, 21].map(relative)).toEqual([null, 3 - 7, 3 - 6, 3 - 5, 0, 3, null]);
    expect([12, 13, 14, 20, 21].map((position) => predictedDigit(6, position))).toEqual([null, 7, 6, 0, null]);
  });

  test('tokens, and what has been read, are those of the questions', () => {
    const { tokens, others } = table.at(15);
    expect(others.map((other) => other.name)).toEqual([
      ...['D5', 'D4', 'D3', 'D2', 'D1', 'D0', "D'5", "D'4", "D'3", "D'2", "D'1", "D'0", 'A6'],
      'next token',
    ]);
    const next = others.find((other) => other.name === 'next token')!;
    for (let q = 0; q < 50; q++) {
      expect(tokens[q]).toBe(probes.tokens[q * 22 + 15]);
      expect(next.codes[q]).toBe(probes.tokens[q * 22 + 16]);
    }
    expect(table.at(21).others.map((other) => other.name)).not.toContain('next token');
  });
});

describe('at the positions that predict digits together', () => {
  const positions = pooledPositions(6);
  const truth = table.pooled(positions);

  test('columns are relative, and have the value of the task at each position', () => {
    expect(positions).toEqual([14, 15, 16, 17, 18, 19, 20]);
    for (const { label, values, rows, codes } of truth.heldOut) {
      expect(label.digit).toBeNull();
      const sample = [...rows.keys()].filter((i) => i % 97 === 0); // a sample, as there are many
      const expected = sample.map((i) => {
        const [place, q] = [Math.floor(rows[i]! / probes.count), rows[i]! % probes.count];
        const digit = predictedDigit(6, positions[place]!)! + label.relative!;
        return valueOf(probeQuestion(probes, q), { ...label, digit });
      });
      expect(
        sample.map((i) => values[codes[i]!]),
        name(label),
      ).toEqual(expected);
    }
  });

  test('a label is asked for where three positions have it', () => {
    const relatives = truth.selection.filter(({ label }) => label.task === 'SC').map(({ label }) => label.relative);
    expect(Math.min(...relatives.map(Number))).toBe(-4);
    expect(Math.max(...relatives.map(Number))).toBe(3);
    // δ = 0 has the positions of A5 … A0, and δ = -1 those of A6 … A1.
    for (const relative of [0, -1]) {
      const { rows } = columnOf(truth, `SC δ${relative} all`);
      expect(rows).toHaveLength(6 * probes.selection.length);
    }
  });

  test('no two positions share a token', () => {
    const placesOf = new Map<number, Set<number>>();
    truth.tokens.forEach((token, row) => {
      placesOf.set(token, (placesOf.get(token) ?? new Set()).add(Math.floor(row / probes.count)));
    });
    expect([...placesOf.values()].every((places) => places.size === 1)).toBe(true);
  });
});

test('a model of one operation has no rows of all questions', () => {
  const operations = { add: 100, sub: 0, mul: 0 };
  const additions = new TruthTable(makeProbes({ digits: 5, operations, seed: 1, count: 300 })).at(12);
  expect(new Set(additions.selection.map(({ label }) => label.rows))).toEqual(new Set(['S']));
});

test('columns are alike where they part the rows alike, whatever they call the parts', () => {
  const columns = [
    [0, 1, 1, 255],
    [1, 0, 0, 255],
    [3, 9, 9, 255],
    [0, 1, 2, 255],
    [0, 1, 1, 1],
    [0, 1, 1, 255],
  ];
  expect(partitionNumbers(columns.map((codes) => Uint8Array.from(codes)))).toEqual([0, 0, 0, 1, 2, 0]);
});

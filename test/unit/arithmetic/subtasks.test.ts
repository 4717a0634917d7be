import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trueAnswer } from '../../../src/core/arithmetic/question';
import { subtasks, type SubtaskName } from '../../../src/core/arithmetic/subtasks';
import { bigOf, operandPair } from './operandArbitraries';
import { questionOf, vectors } from './vectors';

const names = Object.keys(subtasks) as SubtaskName[];
const additionsAndSubtractions = vectors.cases.filter((questionCase) => questionCase.perDigit !== undefined);

test.each(additionsAndSubtractions)('every sub-task of every digit of $text', (questionCase) => {
  const { x, y } = questionOf(questionCase);
  for (const [n, expected] of questionCase.perDigit!.entries()) {
    const found = Object.fromEntries(names.map((name) => [name, subtasks[name].valueAt(x, y, n)]));
    expect(found).toEqual(Object.fromEntries(names.map((name) => [name, asNumber(expected[name]!)])));
    expect(subtasks.SV.valueAt(x, y, n - 1)).toBe(expected.carryIn);
    expect(subtasks.MV.valueAt(x, y, n - 1)).toBe(expected.borrowInM);
    expect(subtasks.NV.valueAt(x, y, n - 1)).toBe(expected.borrowInN);
  }
});

/** The vectors write ST as ST8, ST9 and ST10. */
function asNumber(value: number | string): number {
  return Number(String(value).replace('ST', ''));
}

describe('for 1 to 20 digits', () => {
  test.each(names)('%s takes the values that it says', (name) => {
    const { values, valueAt } = subtasks[name];
    fc.assert(fc.property(operandPair, ({ x, y }) => x.forEach((_, n) => expect(values).toContain(valueAt(x, y, n)))));
  });

  test('SV, MV and NV are the carries and borrows out of the lower digits', () => {
    fc.assert(
      fc.property(operandPair, fc.nat(19), ({ x, y }, top) => {
        const n = Math.min(top, x.length - 1);
        const lowX = bigOf(x.slice(0, n + 1));
        const lowY = bigOf(y.slice(0, n + 1));
        expect(subtasks.SV.valueAt(x, y, n)).toBe(Number(lowX + lowY >= 10n ** BigInt(n + 1)));
        expect(subtasks.MV.valueAt(x, y, n)).toBe(Number(lowX < lowY));
        expect(subtasks.NV.valueAt(x, y, n)).toBe(Number(lowY < lowX));
      }),
    );
  });

  test('an addition is SA plus SV from below, with SV on top', () => {
    fc.assert(
      fc.property(operandPair, ({ x, y }) => {
        const { digits } = trueAnswer({ operator: '+', x, y });
        for (let n = 0; n < x.length; n++) {
          expect(digits[n]).toBe((subtasks.SA.valueAt(x, y, n) + subtasks.SV.valueAt(x, y, n - 1)) % 10);
        }
        expect(digits[x.length]).toBe(subtasks.SV.valueAt(x, y, x.length - 1));
      }),
    );
  });

  test('a subtraction is MD less MV, or ND less NV where it is negative, with 0 on top', () => {
    fc.assert(
      fc.property(operandPair, ({ x, y }) => {
        const { sign, digits } = trueAnswer({ operator: '-', x, y });
        const [difference, borrow] = sign === '+' ? [subtasks.MD, subtasks.MV] : [subtasks.ND, subtasks.NV];
        for (let n = 0; n < x.length; n++) {
          expect(digits[n]).toBe((difference.valueAt(x, y, n) - borrow.valueAt(x, y, n - 1) + 10) % 10);
        }
        expect(digits[x.length]).toBe(0);
        expect(sign).toBe(subtasks.MV.valueAt(x, y, x.length - 1) === 1 ? '-' : '+');
      }),
    );
  });
});

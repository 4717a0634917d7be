import { describe, expect, test } from 'vitest';
import { formatImpact, wrongDigits } from '../../../src/core/arithmetic/evaluation';
import { tokensOf, vectors } from './vectors';

test.each(vectors.impact)('$model instead of $truth has the impact $impact', ({ nDigits, truth, model, impact }) => {
  const question = tokensOf(`${'0'.repeat(nDigits)}+${'0'.repeat(nDigits)}=`);
  const wrong = wrongDigits([...question, ...tokensOf(truth)], tokensOf(model));
  expect(formatImpact(wrong, nDigits)).toBe(impact);
});

// Mistakes of published models, as the notebook reports them.
test.each([
  ['018539+789353=+0807892', '+0707892', [5]],
  ['229672-229678=-0000006', '+0000006', [7]],
  ['0000000555+0000000445=+00000001000', '+00000000900', [3, 2]],
  ['5068283822+4931712829=+09999996651', '+19099996651', [10, 8]],
])('in %s, %s has the wrong digits %j', (text, model, wrong) => {
  expect(wrongDigits(tokensOf(text), tokensOf(model))).toEqual(wrong);
});

test('refuses a prediction of another length', () => {
  expect(() => wrongDigits(tokensOf('12+34=+046'), tokensOf('+0046'))).toThrow(RangeError);
});

describe('formatImpact', () => {
  test('lists digits high to low', () => {
    expect(formatImpact([0, 7, 3], 6)).toBe('A730');
  });

  test('tells A10 from A1 and A0', () => {
    expect(formatImpact([0, 1], 9)).toBe('A1,0');
    expect(formatImpact([10], 9)).toBe('A10');
    expect(formatImpact([1, 0], 8)).toBe('A10');
  });
});

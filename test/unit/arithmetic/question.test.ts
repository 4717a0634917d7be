import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { questionText, readQuestion, trueAnswer, writeQuestion } from '../../../src/core/arithmetic/question';
import { bigOf, digitsOfBig, operandPair } from './operandArbitraries';
import { questionOf, vectors } from './vectors';

describe.each(vectors.cases)('$text', (questionCase) => {
  const question = questionOf(questionCase);

  test('is written in tokens and in text', () => {
    const tokens = new Int32Array(questionCase.nCtx);
    writeQuestion(question, tokens);
    expect([...tokens]).toEqual(questionCase.tokens);
    expect(questionText(question)).toBe(questionCase.text);
  });

  test('is read from tokens', () => {
    const { operator, x, y } = readQuestion(questionCase.tokens, questionCase.nDigits);
    expect({ operator, x: Array.from(x), y: Array.from(y) }).toEqual(question);
  });
});

describe('trueAnswer, for 1 to 20 digits', () => {
  test('of an addition is the sum', () => {
    fc.assert(
      fc.property(operandPair, ({ x, y }) => {
        const { sign, digits } = trueAnswer({ operator: '+', x, y });
        expect(sign).toBe('+');
        expect(Array.from(digits)).toEqual(digitsOfBig(bigOf(x) + bigOf(y), x.length + 1));
      }),
    );
  });

  test('of a subtraction is sign and size of the difference, + for 0', () => {
    fc.assert(
      fc.property(operandPair, ({ x, y }) => {
        const difference = bigOf(x) - bigOf(y);
        const { sign, digits } = trueAnswer({ operator: '-', x, y });
        expect(sign).toBe(difference < 0n ? '-' : '+');
        expect(Array.from(digits)).toEqual(digitsOfBig(difference < 0n ? -difference : difference, x.length + 1));
      }),
    );
    expect(trueAnswer({ operator: '-', x: [7, 0, 3], y: [7, 0, 3] }).sign).toBe('+');
  });

  test('of a multiplication is the product, where it fits', () => {
    fc.assert(
      fc.property(operandPair, fc.nat(20), ({ x, y }, shortened) => {
        const shortY = y.map((digit, n) => (n < y.length - shortened ? digit : 0));
        const product = bigOf(x) * bigOf(shortY);
        const answer = () => trueAnswer({ operator: '*', x, y: shortY });
        if (product >= 10n ** BigInt(x.length + 1)) expect(answer).toThrow(UserError);
        else expect(Array.from(answer().digits)).toEqual(digitsOfBig(product, x.length + 1));
      }),
    );
  });

  test('says which product does not fit', () => {
    expect(() => trueAnswer({ operator: '*', x: [3, 2, 1], y: [9, 9, 9] })).toThrow(/123\*999 .* 4 digits/);
  });
});

test('questions stand in a batch at their offsets', () => {
  const first = { operator: '+', x: [1, 2], y: [3, 4] } as const;
  const second = { operator: '-', x: [0, 0], y: [1, 0] } as const;
  const tokens = new Uint8Array(20);
  writeQuestion(first, tokens);
  writeQuestion(second, tokens, 10);
  expect([...tokens]).toEqual([2, 1, 10, 4, 3, 12, 10, 0, 6, 4, 0, 0, 11, 0, 1, 12, 11, 0, 0, 1]);
  expect(questionText(readQuestion(tokens, 2, 10))).toBe('00-01=-001');
});

test('refuses tokens without an operator between the operands', () => {
  expect(() => readQuestion([1, 2, 12, 3, 4, 12, 10, 0, 0, 0], 2)).toThrow(/no operator at token 2/);
});

import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import {
  answerPosition,
  contextLength,
  digitsPerOperand,
  equalsPosition,
  firstOperandPosition,
  operatorPosition,
  positionMeanings,
  predictorPosition,
  secondOperandPosition,
} from '../../../src/core/arithmetic/positions';
import { vectors } from './vectors';

test.each(vectors.positionMeanings)('names the positions of $nDigits digits, $percAdd % additions', (expected) => {
  expect(positionMeanings(expected.nDigits, expected.percAdd)).toEqual(expected.meanings);
});

test.each(vectors.positionMeanings)('finds the named positions of $nDigits digits', ({ nDigits, meanings }) => {
  const digitIndices = Array.from({ length: nDigits }, (_, n) => n);
  for (const n of digitIndices) {
    expect(meanings[firstOperandPosition(nDigits, n)]).toBe(`D${n}`);
    expect(meanings[secondOperandPosition(nDigits, n)]).toBe(`D'${n}`);
  }
  for (const n of [...digitIndices, nDigits]) expect(meanings[answerPosition(nDigits, n)]).toBe(`A${n}`);
  expect(meanings[operatorPosition(nDigits)]).toBe('OPR');
  expect(meanings[equalsPosition(nDigits)]).toBe('=');
});

test('predicts the sign at `=` and A0 at A1, for 6 digits at P13 and P20', () => {
  expect(predictorPosition(6, 7)).toBe(13);
  expect(predictorPosition(6, 0)).toBe(20);
});

describe('context length', () => {
  test.each(vectors.cases)('of $text', ({ nDigits, nCtx }) => {
    expect(contextLength(nDigits)).toBe(nCtx);
    expect(digitsPerOperand(nCtx, 'model.pth')).toBe(nDigits);
  });

  test.each([0, 4, 20, 21, 1024.5])('%d belongs to no model', (length) => {
    expect(() => digitsPerOperand(length, 'model.pth')).toThrow(UserError);
  });
});

import { expect, test } from 'vitest';
import { textOf, tokenOf, vocabulary } from '../../../src/core/arithmetic/vocabulary';
import { vectors } from './vectors';

test('is the vocabulary of the library that trained the models', () => {
  expect(Object.fromEntries(Array.from(vocabulary, (character, token) => [character, token]))).toEqual(vectors.vocab);
});

test('gives the token of each character that is not a digit', () => {
  expect((['+', '-', '=', '*'] as const).map(tokenOf)).toEqual([10, 11, 12, 13]);
});

test('turns tokens into text', () => {
  for (const { tokens, text } of vectors.cases) expect(textOf(tokens)).toBe(text);
});

test.each([-1, 15])('refuses token %d', (token) => {
  expect(() => textOf([0, token])).toThrow(/not one of 0 to 14/);
});

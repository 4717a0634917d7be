import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import { questionText } from '../../../src/core/arithmetic/question';
import { vectors } from './vectors';

describe('parseQuestion', () => {
  test.each(vectors.cases)('reads $text with and without its answer', ({ text, nDigits }) => {
    expect(questionText(parseQuestion(text, nDigits))).toBe(text);
    expect(questionText(parseQuestion(text.slice(0, text.indexOf('=')), nDigits))).toBe(text);
  });

  test('ignores spaces around the question', () => {
    expect(questionText(parseQuestion('\t12-34 \r', 2))).toBe('12-34=-022');
  });

  test('reads 20 digits', () => {
    expect(questionText(parseQuestion('99999999999999999999+00000000000000000001', 20))).toBe(
      '99999999999999999999+00000000000000000001=+100000000000000000000',
    );
  });

  test.each([
    ['133357+182243=+0315601', /the answer is "\+0315600"/],
    ['133357+182243=0315600', /the answer is "\+0315600"/],
    ['133357+182243=+315600', /the answer is "\+0315600"/],
    ['133357+182243=', /the answer is "\+0315600"/],
    ['123450-345670=-0123230', /the answer is "-0222220"/],
    ['111111-111111=-0000000', /the answer is "\+0000000"/],
  ])('states the right answer to %s', (text, message) => {
    expect(() => parseQuestion(text, 6)).toThrow(message);
  });

  test.each([
    ['12345+12345', /operands of 5 and 5 digits, expected 6 each/],
    ['123456+1', /operands of 6 and 1 digits/],
    ['1234567+1234567', /operands of 7 and 7 digits/],
    ['123456/123456', /is a division/],
    ['123456\\123456', /is a division/],
    ['123456 + 123456', /"123456 \+ 123456" is not a question.*without spaces, such as 111111\+111111/],
    ['123456 123456', /is not a question/],
    ['123456+123456 = +0246912', /is not a question/],
    ['123456−123456', /is not a question/],
    ['+123456+123456', /is not a question/],
    ['123456+123456+123456', /is not a question/],
    ['１２３４５６+123456', /is not a question/],
    ['hello', /"hello" is not a question/],
    ['', /"" is not a question/],
    ['999999*999999', /more than the 7 digits/],
  ])('refuses %j', (text, message) => {
    const parse = () => parseQuestion(text, 6);
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });

  test('cuts long junk in its message', () => {
    expect(() => parseQuestion('x'.repeat(100_000), 6)).toThrow(/^"x{80}…" is not a question/);
  });
});

import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { readQuestionFile } from '../../../src/core/arithmetic/questionFile';
import { tokensOf } from './vectors';

async function* asynchronously(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

describe('readQuestionFile', () => {
  test('gives the tokens of every question, in order', async () => {
    const tokens = await readQuestionFile(asynchronously(['12+34', '56-78=-022']), 2, 'q.txt');
    expect([...tokens]).toEqual([...tokensOf('12+34=+046'), ...tokensOf('56-78=-022')]);
  });

  test('takes one byte a token, however many questions there are', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `${String(i).padStart(4, '0')}+0001`);
    const tokens = await readQuestionFile(lines, 4, 'q.txt');
    expect(tokens.buffer.byteLength).toBe(5000 * 16);
    expect([...tokens.subarray(-16)]).toEqual(tokensOf('4999+0001=+05000'));
  });

  test('skips blank lines, a byte order mark and the ends of Windows lines', async () => {
    const tokens = await readQuestionFile(['\ufeff12+34\r', '', '  ', '\r', '56+78'], 2, 'q.txt');
    expect([...tokens]).toEqual([...tokensOf('12+34=+046'), ...tokensOf('56+78=+134')]);
  });

  test.each([
    [['12+34', '', '12+3'], /^q\.txt, line 3: "12\+3" has operands of 2 and 1 digits/],
    [['12+34=+047'], /^q\.txt, line 1: .*the answer is "\+046"/],
    [['12+34', '99*99'], /^q\.txt, line 2: .*more than the 3 digits/],
    [[], /^q\.txt has no question.*two numbers of 2 digits/],
    [['', ' '], /^q\.txt has no question/],
  ])('refuses %j', async (lines, message) => {
    const reading = readQuestionFile(lines, 2, 'q.txt');
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
  });
});

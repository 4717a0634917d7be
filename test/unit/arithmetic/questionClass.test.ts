import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complexityTag, complexityTags, majorTags, questionClass } from '../../../src/core/arithmetic/questionClass';
import { bigOf, operandPair, type OperandPair } from './operandArbitraries';
import { questionOf, vectors } from './vectors';

test.each(vectors.cases)('$text is $questionClass and $complexity.minor', (questionCase) => {
  const question = questionOf(questionCase);
  const found = questionClass(question);
  expect(found ?? null).toBe(questionCase.questionClass);
  expect(found === undefined ? 'Unknown' : majorTags[found]).toBe(questionCase.complexity.major);
  expect(complexityTag(question) ?? 'Unknown').toBe(questionCase.complexity.minor);
});

test('every tag is among the cases', () => {
  const tagsOfCases = new Set(vectors.cases.map(({ complexity }) => complexity.minor));
  expect(tagsOfCases).toEqual(new Set([...Object.values(complexityTags).flat(), 'Unknown']));
});

describe('for 1 to 20 digits', () => {
  /** Length of the longest match, units first, in a text of one letter per column. */
  const longest = (columns: string, pattern: RegExp) =>
    Math.max(0, ...Array.from(columns.matchAll(pattern), ([match]) => match.length));
  const letters = ({ x, y }: OperandPair, letter: (x: number, y: number) => string) =>
    x.map((digit, n) => letter(digit, y[n]!)).join('');

  test('the class follows from operator and sign', () => {
    fc.assert(
      fc.property(operandPair, ({ x, y }) => {
        expect(questionClass({ operator: '+', x, y })).toBe('S');
        expect(questionClass({ operator: '-', x, y })).toBe(bigOf(x) < bigOf(y) ? 'N' : 'M');
        expect(questionClass({ operator: '*', x, y })).toBeUndefined();
      }),
    );
  });

  test('the complexity of an addition counts sums of nine above a carry', () => {
    fc.assert(
      fc.property(operandPair, (pair) => {
        const columns = letters(pair, (x, y) => (x + y > 9 ? 'c' : x + y === 9 ? 's' : '.'));
        expect(complexityTag({ operator: '+', ...pair })).toBe(`S${Math.min(longest(columns, /cs*/g), 5)}`);
      }),
    );
  });

  test('the complexity of a subtraction counts equal digits above a borrow', () => {
    fc.assert(
      fc.property(operandPair, (pair) => {
        const columns = letters(pair, (x, y) => (x < y ? 'b' : x > y ? '.' : x === 0 ? '0' : 'e'));
        const negative = bigOf(pair.x) < bigOf(pair.y);
        const counted = negative ? columns.replace(/0+$/, '') : columns;
        const cascade = longest(counted, /b[e0]*/g);
        const expected = `${negative ? 'N' : 'M'}${cascade < 4 ? cascade : '4+'}`;
        expect(complexityTag({ operator: '-', ...pair })).toBe(expected);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerWith } from '../../../src/core/analysis/arithmetic/answerWith';
import { counterpart } from '../../../src/core/analysis/arithmetic/counterpart';
import { expectedMoves, neededDigits } from '../../../src/core/analysis/arithmetic/neededDigits';
import { isOfWholeQuestion, taskValues, valueOf, type TaskName } from '../../../src/core/analysis/variable';
import { parseQuestion } from '../../../src/core/arithmetic/parseQuestion';
import { answerText, trueAnswer, type Answer, type Question } from '../../../src/core/arithmetic/question';
import { questionClass, type QuestionClass } from '../../../src/core/arithmetic/questionClass';
import { subtasks } from '../../../src/core/arithmetic/subtasks';
import { randomStream } from '../../../src/core/random/stream';
import { operandPair } from '../arithmetic/operandArbitraries';

const tasks = [...Object.keys(subtasks), 'OPR', 'SGN', 'SLT'] as TaskName[];
const question: fc.Arbitrary<Question> = fc
  .tuple(operandPair, fc.constantFrom('+' as const, '-' as const))
  .map(([operands, operator]) => ({ ...operands, operator }));
const column = fc.nat(19);
const six = (text: string) => parseQuestion(text, 6);

describe('the answer with a task replaced', () => {
  test.each(tasks)('is the true one where %s keeps its value', (task) => {
    fc.assert(
      fc.property(question, column, (asked, top) => {
        const variable = { task, digit: isOfWholeQuestion(task) ? null : Math.min(top, asked.x.length - 1) };
        const kept = answerWith(asked, variable, valueOf(asked, variable)!);
        expect(answerText(kept)).toBe(answerText(trueAnswer(asked)));
      }),
    );
  });

  // Nothing but that task differs between these two questions, so the arithmetic says what the other's answer is.
  test.each(['SC', 'SA', 'SV', 'MB', 'NB', 'GT', 'MT', 'NT', 'MD', 'ND', 'MV', 'NV'] as const)(
    'is that of a question in which only %s differs',
    (task) => {
      let compared = 0;
      fc.assert(
        fc.property(question, column, fc.nat(9), fc.nat(1000), (asked, top, choice, seed) => {
          const variable = { task, digit: Math.min(top, asked.x.length - 1) };
          const values = taskValues(task);
          const value = values[choice % values.length]!;
          const other = counterpart(asked, variable, value, randomStream(seed, 'probes', 0));
          if (other === undefined || (['S', 'M', 'N'] as const).some((of) => resultsDiffer(asked, other, of, task)))
            return;
          expect(valueOf(other, variable)).toBe(value);
          // What a cascade changes on its way up to the column is no matter of what comes out of it.
          const from = ['SV', 'MV', 'NV'].includes(task) ? variable.digit + 1 : 0;
          const above = ({ sign, digits }: Answer) => [sign, ...Array.from(digits).slice(from)];
          expect(above(answerWith(asked, variable, value))).toEqual(above(trueAnswer(other)));
          compared++;
        }),
        { numRuns: 1500 },
      );
      expect(compared).toBeGreaterThan(20);
    },
  );
});

/** Whether two questions of a class have columns of other results, apart from those that a task is about. */
function resultsDiffer(a: Question, b: Question, of: QuestionClass, task: TaskName): boolean {
  if (questionClass(a) !== of || ['SA', 'MD', 'ND'].includes(task)) return false;
  const result = { S: subtasks.SA, M: subtasks.MD, N: subtasks.ND }[of];
  return Array.from(a.x).some((_, n) => result.valueAt(a.x, a.y, n) !== result.valueAt(b.x, b.y, n));
}

describe('needed digits', () => {
  test.each([
    // One carry more: it stops at the next column, or goes through nines.
    ['123456+111111', 'SC', 2, [3]],
    ['100450+100540', 'SC', 0, [3, 2, 1]],
    ['199450+100540', 'SC', 0, [5, 4, 3, 2, 1]],
    ['199990+800000', 'SC', 0, [6, 5, 4, 3, 2, 1]],
    ['555555+444444', 'SC', 5, [6]],
    // A nine that hands on a carry, and one that has none to hand on.
    ['000095+000005', 'SS', 1, [2]],
    ['000095+000001', 'SS', 1, []],
    ['000094+000006', 'SA', 1, [1]],
    ['018539+789353', 'SV', 3, [5, 4]],
    // What an addition does not use.
    ['123456+111111', 'MB', 2, []],
    ['123456-111111', 'SC', 2, []],
    // A borrow that reaches the sign.
    ['100000-000001', 'MB', 0, [5, 4, 3, 2, 1]],
    ['200000-100000', 'MB', 5, [7]],
    ['100000-200000', 'NB', 5, [7]],
    ['100000-200000', 'MB', 5, [7]],
    ['072074-272074', 'ND', 5, [5]],
    ['072074-272074', 'MZ', 0, []],
    ['072074-272075', 'NB', 0, [5, 4, 3, 2, 1]],
    ['555555-555555', 'MB', 5, [7]],
    ['000009+000002', 'OPR', null, [1, 0]],
    ['000002+000009', 'OPR', null, [7, 1, 0]],
  ] as const)('of %s for %s of column %s', (text, task, digit, expected) => {
    expect(neededDigits(six(text), { task, digit })).toEqual(expected);
  });

  test('of several values are those of any of them', () => {
    expect(neededDigits(six('000095+000001'), { task: 'ST', digit: 1 })).toEqual([2]);
    expect(neededDigits(six('000085+000001'), { task: 'ST', digit: 1 })).toEqual([2]);
    expect(neededDigits(six('000085+000001'), { task: 'SA', digit: 1 })).toEqual([1]);
  });

  test('are never below the column of a carry or borrow, nor above what hands it on', () => {
    fc.assert(
      fc.property(question, column, fc.constantFrom('SC', 'MB', 'NB', 'SV', 'MV', 'NV'), (asked, top, task) => {
        const n = Math.min(top, asked.x.length - 1);
        const handsOn = asked.operator === '+' ? subtasks.SS : subtasks.MZ;
        let reach = n + 1;
        while (reach < asked.x.length && handsOn.valueAt(asked.x, asked.y, reach) === 1) reach++;
        const sign = asked.x.length + 1;
        for (const needed of neededDigits(asked, { task, digit: n })) {
          expect(needed).toBeGreaterThan(n);
          if (needed !== sign) expect(needed).toBeLessThanOrEqual(reach);
        }
      }),
    );
  });
});

test('a carry moves the next digit up by one, a borrow down by one', () => {
  expect(expectedMoves(six('123456+111111'), { task: 'SC', digit: 2 }, 1)).toEqual([0, 0, 0, 1, 0, 0, 0]);
  expect(expectedMoves(six('000095+000005'), { task: 'SC', digit: 0 }, 0)).toEqual([0, 9, 9, 0, 0, 0, 0]);
  expect(expectedMoves(six('200000-100000'), { task: 'MB', digit: 1 }, 1)).toEqual([0, 0, 9, 9, 9, 9, 0]);
  expect(expectedMoves(six('200010-100000'), { task: 'MD', digit: 1 }, 4)).toEqual([0, 3, 0, 0, 0, 0, 0]);
});

describe('a counterpart', () => {
  const stream = () => randomStream(1, 'probes', 0);

  test('has the asked-for value, the same class, and other columns untouched', () => {
    fc.assert(
      fc.property(
        question,
        column,
        fc.constantFrom(...(Object.keys(subtasks) as TaskName[])),
        fc.nat(9),
        (asked, top, task, choice) => {
          const variable = { task, digit: Math.min(top, asked.x.length - 1) };
          const value = taskValues(task)[choice % taskValues(task).length]!;
          const other = counterpart(asked, variable, value, stream());
          if (other === undefined) return;
          expect(valueOf(other, variable)).toBe(value);
          expect(questionClass(other)).toBe(questionClass(asked));
          const changed = Array.from(asked.x).filter((_, n) => asked.x[n] !== other.x[n] || asked.y[n] !== other.y[n]);
          expect(changed).toHaveLength(1);
        },
      ),
    );
  });

  test('of a carry handed on through nines differs where the carry starts', () => {
    const other = counterpart(six('000995+000005'), { task: 'SV', digit: 2 }, 0, stream())!;
    expect([other.x[1], other.y[1], other.x[2], other.y[2]]).toEqual([9, 0, 9, 0]);
    expect(other.x[0]! + other.y[0]!).toBe(0);
  });

  test('of the operation, the sign and the class has the same digits', () => {
    const asked = six('123456-111111');
    expect(counterpart(asked, { task: 'OPR', digit: null }, 0, stream())).toEqual({ ...asked, operator: '+' });
    const exchanged = { ...asked, x: asked.y, y: asked.x };
    expect(counterpart(asked, { task: 'SGN', digit: null }, 1, stream())).toEqual(exchanged);
    expect(counterpart(asked, { task: 'SLT', digit: null }, 2, stream())).toEqual(exchanged);
  });

  test('is not there where arithmetic allows none', () => {
    expect(counterpart(six('000009+000000'), { task: 'SA', digit: 0 }, 3, stream())).toBeUndefined();
    expect(counterpart(six('200000-100000'), { task: 'MB', digit: 5 }, 1, stream())).toBeUndefined();
    expect(counterpart(six('123456+111111'), { task: 'MB', digit: 0 }, 1, stream())).toBeUndefined();
  });
});

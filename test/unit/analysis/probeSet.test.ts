import { describe, expect, test } from 'vitest';
import { makeProbes, probeQuestion, type ProbeSet } from '../../../src/core/analysis/probes/probeSet';
import type { Operations } from '../../../src/core/arithmetic/operations';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { writeQuestion } from '../../../src/core/arithmetic/question';
import { complexityTag, questionClass } from '../../../src/core/arithmetic/questionClass';
import { subtasks } from '../../../src/core/arithmetic/subtasks';

const mix: Operations = { add: 34, sub: 66, mul: 0 };
const probes = makeProbes({ digits: 6, operations: mix, seed: 3, count: 4000 });

function questionsOf(set: ProbeSet, generated?: number) {
  const indices = [...Array(set.count).keys()];
  return indices
    .filter((i) => generated === undefined || set.generated[i] === generated)
    .map((i) => probeQuestion(set, i));
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

test('probe questions follow from the seed alone', () => {
  expect(makeProbes({ digits: 6, operations: mix, seed: 3, count: 4000 })).toEqual(probes);
  expect(makeProbes({ digits: 6, operations: mix, seed: 4, count: 4000 }).tokens).not.toEqual(probes.tokens);
});

test('every probe question has its true answer', () => {
  const row = contextLength(6);
  questionsOf(probes).forEach((question, i) => {
    const tokens = new Int32Array(row);
    writeQuestion(question, tokens);
    expect(tokens).toEqual(probes.tokens.subarray(i * row, (i + 1) * row));
  });
});

test('one half is generated, and each half has as many to choose labels as to measure them', () => {
  expect(questionsOf(probes, 1)).toHaveLength(2000);
  expect([...probes.selection, ...probes.heldOut].sort((a, b) => a - b)).toEqual([...Array(4000).keys()]);
  const generated = (indices: Uint32Array) => indices.reduce((sum, i) => sum + probes.generated[i]!, 0);
  expect(Math.abs(generated(probes.selection) - 1000)).toBeLessThan(100);
});

test('every complexity has its share, equal operands too', () => {
  const constructed = questionsOf(probes, 0);
  const counts = countBy(constructed.map(complexityTag));
  expect(counts.size).toBe(15);
  for (const [tag, count] of counts) expect(count, tag).toBeGreaterThanOrEqual(Math.floor(1000 / 16));
  const equal = constructed.filter(
    ({ operator, x, y }) => operator === '-' && Array.from(x).every((digit, n) => digit === y[n]),
  );
  expect(equal.length).toBeGreaterThanOrEqual(Math.floor(1000 / 16));
});

describe('in the constructed half', () => {
  const states = { S: ['SC', 'SS', 'SV'], M: ['MB', 'MZ', 'MV'], N: ['NB', 'NZ', 'NV'] } as const;

  test.each(['S', 'M', 'N'] as const)('every column of class %s is in every state with and without a carry', (of) => {
    const [starts, handsOn, out] = states[of];
    const own = questionsOf(probes, 0).filter((question) => questionClass(question) === of);
    for (let n = 0; n < 6; n++) {
      const kinds = countBy(
        own.map(
          ({ x, y }) =>
            [starts, handsOn].map((task) => subtasks[task].valueAt(x, y, n)).join('') +
            String(subtasks[out].valueAt(x, y, n - 1)),
        ),
      );
      const isTop = of !== 'S' && n === 5;
      const possible = ['000', '010', ...(isTop ? [] : ['100']), ...(n > 0 ? ['001'] : [])];
      if (n > 0 && !isTop) possible.push('011', '101');
      expect([...kinds.keys()].sort()).toEqual(possible.sort());
      for (const [kind, count] of kinds) expect(count, `column ${n}, ${kind}`).toBeGreaterThan(15);
    }
  });
});

describe.each([
  ['additions', { add: 100, sub: 0, mul: 0 }, ['+']],
  ['subtractions', { add: 0, sub: 100, mul: 0 }, ['-']],
  ['multiplications', { add: 0, sub: 0, mul: 100 }, ['*']],
  ['all operations', { add: 20, sub: 30, mul: 50 }, ['*', '+', '-']],
] as const)('a model of %s', (_, operations, operators) => {
  test.each([1, 2, 5, 10, 19])('of %i digits is asked these only', (digits) => {
    const set = makeProbes({ digits, operations, seed: 1, count: 300 });
    const found = new Set(questionsOf(set).map(({ operator }) => operator));
    expect([...found].sort()).toEqual([...operators].sort());
  });
});

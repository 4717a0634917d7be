import { expect, test } from 'vitest';
import { differingNeurons } from '../../../src/core/analysis/statistics/differingNeurons';

const QUESTIONS = 6;
/** Constant; on for the first two; weakly so, with noise; and only on a question that is not considered. */
const activations = Float32Array.from([
  ...[0.3, 0.3, 0.3, 0.3, 0.3, 0.3],
  ...[2, 2, 0, 0, 0, 0],
  ...[1, 0.5, 0.4, 0.9, 0.2, 0],
  ...[0, 0, 0, 0, 0, 7],
]);
const all = { questions: QUESTIONS, considered: QUESTIONS };

test('tells the neurons that differ, the most telling first, with means and their difference in standard deviations', () => {
  const found = differingNeurons(activations, all, [0, 1], 10);
  expect(found.map(({ neuron }) => neuron)).toEqual([1, 2, 3]);
  // Means 2 and 0; variance 4/3 - 4/9 = 8/9.
  expect(found[0]).toMatchObject({ inside: 2, outside: 0 });
  expect(found[0]!.difference).toBeCloseTo(2 / Math.sqrt(8 / 9), 6);
  expect(found[2]!.difference).toBeLessThan(0);
});

test('looks at the questions that are considered alone', () => {
  const found = differingNeurons(activations, { questions: QUESTIONS, considered: 5 }, [0, 1, 5], 10);
  expect(found.map(({ neuron }) => neuron)).toEqual([1, 2]);
});

test('has nothing to say where nothing, or everything, is chosen', () => {
  expect(differingNeurons(activations, all, [], 10)).toEqual([]);
  expect(differingNeurons(activations, all, [0, 1, 2, 3, 4, 5], 10)).toEqual([]);
});

test('tells at most as many as are asked for', () => {
  expect(differingNeurons(activations, all, [0], 1)).toHaveLength(1);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NeuronStatistics } from '../../../src/core/analysis/statistics/neuronStatistics';

const [positions, neurons] = [2, 3];
const rowLength = positions * neurons;

/** Activations [questions, 2, 3], many of them 0. */
const activations = fc
  .array(fc.oneof(fc.constant(0), fc.float({ noNaN: true, min: 0, max: 1000 })), {
    minLength: rowLength,
    maxLength: 300,
  })
  .map((values) => Float32Array.from(values.slice(0, values.length - (values.length % rowLength))));

function statisticsOf(values: Float32Array, batches: readonly number[] = [values.length / rowLength]) {
  const statistics = new NeuronStatistics({ positions, neurons, seed: 7, top: 4, spread: 3 });
  let first = 0;
  const parts = batches.map((questions) => {
    const part = { first, values: values.subarray(first * rowLength, (first + questions) * rowLength) };
    first += questions;
    return part;
  });
  // In another order than that of the questions.
  for (const part of parts.reverse()) statistics.add(part.values, part.first);
  return statistics;
}

function valuesAt(values: Float32Array, neuron: number, position: number): number[] {
  return Array.from(
    { length: values.length / rowLength },
    (_, q) => values[q * rowLength + position * neurons + neuron]!,
  );
}

test('figures of a neuron at a position are those of its activations there', () => {
  fc.assert(
    fc.property(activations, fc.nat(neurons - 1), fc.nat(positions - 1), (values, neuron, position) => {
      const found = statisticsOf(values).at(neuron, position);
      const own = valuesAt(values, neuron, position);
      const active = own.filter((value) => value > 0);
      const sum = own.reduce((a, b) => a + b, 0);
      expect(found.density).toBe(active.length / own.length);
      expect(found.mean).toBeCloseTo(sum / own.length, 8);
      if (active.length === 0) expect(found.mean_active).toBeNull();
      else expect(found.mean_active).toBeCloseTo(sum / active.length, 8);
      expect(found.max).toBe(Math.max(0, ...own));
      const { width, counts } = found.histogram;
      expect(counts).toEqual(
        counts.map((_, bin) => active.filter((value) => value > bin * width && value <= (bin + 1) * width).length),
      );
      if (active.length > 0) {
        expect(found.max).toBeLessThanOrEqual(64 * width);
        expect(found.max).toBeGreaterThan(32 * width);
      }
      const largest = active.sort((a, b) => b - a).slice(0, 4);
      expect(found.top.map(({ activation }) => activation)).toEqual(largest);
      for (const { question, activation } of [...found.top, ...found.spread]) expect(own[question]).toBe(activation);
      expect(found.spread).toHaveLength(Math.min(3, active.length));
    }),
  );
});

test('figures over all positions are those of all activations, and of each question the largest', () => {
  fc.assert(
    fc.property(activations, fc.nat(neurons - 1), (values, neuron) => {
      const found = statisticsOf(values).of(neuron);
      const byQuestion = valuesAt(values, neuron, 0).map((value, q) => [value, valuesAt(values, neuron, 1)[q]!]);
      const all = byQuestion.flat();
      expect(found.density).toBe(all.filter((value) => value > 0).length / all.length);
      expect(found.histogram.counts.reduce((a, b) => a + b)).toBe(all.filter((value) => value > 0).length);
      const largest = byQuestion.map((own) => Math.max(...own)).filter((value) => value > 0);
      const expected = largest.sort((a, b) => b - a).slice(0, 4);
      expect(found.top.map(({ activation }) => activation)).toEqual(expected);
    }),
  );
});

test('batches of any size, in any order, give the same', () => {
  fc.assert(
    fc.property(
      activations,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 50, maxLength: 50 }),
      (values, sizes) => {
        const questions = values.length / rowLength;
        const batches: number[] = [];
        for (let left = questions; left > 0; left -= batches.at(-1)!)
          batches.push(Math.min(left, sizes[batches.length]!));
        const [whole, parted] = [statisticsOf(values), statisticsOf(values, batches)];
        for (let neuron = 0; neuron < neurons; neuron++) {
          const { mean, mean_active, ...exact } = parted.of(neuron);
          const { mean: wholeMean, mean_active: wholeMeanActive, ...wholeExact } = whole.of(neuron);
          expect(exact).toEqual(wholeExact);
          expect(mean).toBeCloseTo(wholeMean, 8);
          expect(mean_active ?? 0).toBeCloseTo(wholeMeanActive ?? 0, 8);
        }
      },
    ),
  );
});

describe('neurons that are never or always active', () => {
  // By question and position: neuron 0 always, neuron 1 never, neuron 2 once.
  const values = Float32Array.from([1, 0, 0, 2, 0, 0, 3, 0, 5, 4, 0, 0]);
  const statistics = statisticsOf(values);

  test('are listed', () => {
    expect(statistics.dead()).toEqual([1]);
    expect(statistics.alwaysOn()).toEqual([0]);
  });

  test('count in the number of active neurons', () => {
    expect([statistics.l0(0), statistics.l0(1), statistics.l0All()]).toEqual([1.5, 1, 1.25]);
  });
});

test('the spread is over all sizes, and a random choice', () => {
  const questions = 5000;
  const values = new Float32Array(questions * rowLength);
  for (let q = 0; q < questions; q++) values[q * rowLength] = q + 1;
  const spread = statisticsOf(values)
    .at(0, 0)
    .spread.map(({ activation }) => activation / questions);
  expect(spread).toEqual([...spread].sort((a, b) => b - a));
  expect(spread[0]).toBeGreaterThan(0.5);
  expect(spread[2]).toBeLessThan(0.5);
  expect(spread[0]! - spread[2]!).toBeGreaterThan(0.3);
});

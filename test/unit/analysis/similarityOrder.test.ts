import { describe, expect, test } from 'vitest';
import { similarityOrder } from '../../../src/core/analysis/statistics/similarityOrder';
import { randomStream } from '../../../src/core/random/stream';

const ROWS = 200;

/** Neurons that follow one of some signals, with noise; the i-th follows signal i modulo their number. */
function following(neurons: number, signals: number, noise = 0.3): Float32Array {
  const stream = randomStream(1, 'weights', 0);
  const rows = Array.from({ length: signals }, () => Float32Array.from({ length: ROWS }, () => stream.uniform()));
  return Float32Array.from({ length: neurons * ROWS }, (_, i) => {
    const neuron = Math.floor(i / ROWS);
    return (neuron + 1) * (rows[neuron % signals]![i % ROWS]! + noise * stream.uniform());
  });
}

/** How many neurons are beside one that follows another signal. */
function changes(order: Int32Array, signals: number): number {
  return order.subarray(1).filter((neuron, i) => neuron % signals !== order[i]! % signals).length;
}

describe('neurons in the order of their similarity', () => {
  test('are all there once, those beside each other that follow the same', () => {
    const order = similarityOrder({ neurons: 60, rows: ROWS, values: following(60, 5) });
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(60).keys()]);
    expect(changes(order, 5)).toBe(4);
  });

  test('turn branches so that their similar ends meet', () => {
    // Each mixes two neighbouring signals: a path from the first to the last.
    const [neurons, stream] = [12, randomStream(2, 'weights', 0)];
    const signals = Array.from({ length: neurons + 3 }, () =>
      Float32Array.from({ length: ROWS }, () => stream.uniform()),
    );
    const places = [7, 2, 11, 0, 5, 9, 3, 10, 1, 8, 4, 6];
    const values = Float32Array.from({ length: neurons * ROWS }, (_, i) => {
      const first = places[Math.floor(i / ROWS)]!;
      return [0, 1, 2, 3].reduce((sum, k) => sum + signals[first + k]![i % ROWS]!, 0);
    });
    const steps = [...similarityOrder({ neurons, rows: ROWS, values })].map((neuron) => places[neuron]!);
    expect(steps[0]! < 6 ? steps : steps.reverse()).toEqual([...Array(neurons).keys()]);
  });

  test('have those last that never change', () => {
    const values = following(10, 2);
    for (const dead of [3, 6]) values.fill(dead, dead * ROWS, (dead + 1) * ROWS);
    const order = similarityOrder({ neurons: 10, rows: ROWS, values });
    expect([...order.subarray(8)]).toEqual([3, 6]);
    expect(similarityOrder({ neurons: 3, rows: ROWS, values: new Float32Array(3 * ROWS) })).toEqual(
      Int32Array.of(0, 1, 2),
    );
  });

  test('are clustered in parts where they are very many', () => {
    const order = similarityOrder({ neurons: 60, rows: ROWS, values: following(60, 2, 0.05) }, 40);
    expect(new Set(order).size).toBe(60);
    // In both parts the two signals, but for where the parts meet.
    expect(changes(order, 2)).toBeLessThanOrEqual(3);
  });
});

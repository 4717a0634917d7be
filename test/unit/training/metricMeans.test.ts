import { describe, expect, it } from 'vitest';
import { MetricMeans, type StepMetrics } from '../../../src/core/training/metricMeans';

const step = (loss: number, firingCounts: number[], l1Penalty: number | null = 0.5): StepMetrics => ({
  loss,
  mse: loss / 2,
  sparsityPenalty: null,
  l1Penalty,
  firingCounts,
  rows: 10,
});

describe('means over steps', () => {
  it('weigh every step the same, and count each neuron used once', () => {
    const means = new MetricMeans(4);
    means.add(step(1, [10, 0, 5, 0]));
    means.add(step(3, [0, 0, 1, 0], 1.5));
    expect(means.means()).toEqual({
      loss: 2,
      mse: 1,
      sparsity_penalty: null,
      l1_penalty: 1,
      density: (15 / 40 + 1 / 40) / 2,
      neurons_used: 2,
      score: 100 * 2 + 0.2 + 2 / 4,
    });
    expect([...means.densities()]).toEqual([0.5, 0, 0.3, 0]);
  });

  it('go on from saved sums as if never interrupted', () => {
    const steps = Array.from({ length: 7 }, (_, i) => step(1 / (i + 3), [i, i % 2, 0, 3]));
    const [whole, first] = [new MetricMeans(4), new MetricMeans(4)];
    steps.forEach((s) => whole.add(s));
    steps.slice(0, 3).forEach((s) => first.add(s));
    const second = new MetricMeans(4, JSON.parse(JSON.stringify(first.save())) as ReturnType<typeof first.save>);
    steps.slice(3).forEach((s) => second.add(s));
    expect(second.means()).toEqual(whole.means());
    expect(second.save()).toEqual(whole.save());
  });
});

import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../src/core/config/presets';
import { afterEpoch, resultOf, START, type Course } from '../../../src/core/training/course';
import { score, type MeanMetrics } from '../../../src/core/training/metricMeans';

const stopping = { patience: 2, early_stopping_threshold: 0.01 };

const means = (loss: number, density = 0.5, neurons_used = 8): MeanMetrics => ({
  loss,
  mse: loss,
  sparsity_penalty: null,
  l1_penalty: null,
  density,
  neurons_used,
  score: score(loss, density, neurons_used, 8),
});

const courseOf = (epochs: readonly MeanMetrics[], preset: 'default' | 'notebook'): Course =>
  epochs.reduce((course, epoch) => afterEpoch(course, epoch, stopping, rulesOf(preset)), START);

describe('early stopping', () => {
  it('stops after as many calm epochs in a row as its patience', () => {
    expect(courseOf([means(1), means(0.995), means(0.99)], 'default')).toMatchObject({ stoppedEarly: true, epochs: 3 });
  });

  it('counts from the beginning after an epoch that changed', () => {
    const epochs = [means(1), means(0.995), means(0.9), means(0.895)];
    expect(courseOf(epochs, 'default')).toMatchObject({ stoppedEarly: false, calm: 1 });
  });

  it('wants loss and density both calm, and a change of exactly the threshold is none', () => {
    expect(courseOf([means(1, 0.5), means(1, 0.6), means(1, 0.7)], 'default').calm).toBe(0);
    const exactly = { patience: 2, early_stopping_threshold: 0.25 };
    const course = [means(1), means(0.75)].reduce((c, m) => afterEpoch(c, m, exactly, rulesOf('default')), START);
    expect(course.calm).toBe(0);
  });
});

describe('the result', () => {
  const worseAtLast = [means(1, 0.5, 8), means(0.5, 0.4, 7), means(0.8, 0.3, 6)];

  it('is that of the best epoch in the default preset', () => {
    const result = resultOf(courseOf(worseAtLast, 'default'), rulesOf('default'), means(NaN));
    expect(result).toEqual({ score: score(0.5, 0.4, 7, 8), loss: 0.5, density: 0.4, neurons_used: 7, best_epoch: 2 });
  });

  it('mixes epochs in the notebook preset, as the notebook does', () => {
    const result = resultOf(courseOf(worseAtLast, 'notebook'), rulesOf('notebook'), means(NaN));
    expect(result).toEqual({ score: score(0.8, 0.3, 6, 8), loss: 0.5, density: 0.4, neurons_used: 6, best_epoch: 2 });
  });

  it('counts the epoch that stops training in the default preset, and leaves it out in the notebook preset', () => {
    const calm = [means(1, 0.5, 8), means(0.995, 0.5, 7), means(0.99, 0.5, 6)];
    expect(resultOf(courseOf(calm, 'default'), rulesOf('default'), means(NaN)).best_epoch).toBe(3);
    expect(resultOf(courseOf(calm, 'notebook'), rulesOf('notebook'), means(NaN))).toEqual({
      score: score(0.995, 0.5, 7, 8),
      loss: 0.995,
      density: 0.5,
      neurons_used: 6,
      best_epoch: 2,
    });
  });

  it('is that of the unfinished epoch where none has ended', () => {
    const result = resultOf(START, rulesOf('default'), means(0.7, 0.2, 3));
    expect(result).toEqual({
      score: score(0.7, 0.2, 3, 8),
      loss: 0.7,
      density: 0.2,
      neurons_used: 3,
      best_epoch: null,
    });
  });
});

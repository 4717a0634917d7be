import type { TrainingRules } from '../config/presets';
import type { MeanMetrics } from './metricMeans';

/** Where training stands after some epochs: what early stopping and the choice of weights follow from. */
export interface Course {
  readonly epochs: number;
  /** Epochs in a row that changed little. */
  readonly calm: number;
  readonly stoppedEarly: boolean;
  readonly last: EpochFigures | null;
  /** The last epoch that did not stop training early. */
  readonly lastFull: EpochFigures | null;
  readonly best: EpochFigures | null;
}

interface EpochFigures {
  readonly epoch: number;
  readonly loss: number;
  readonly density: number;
  readonly neurons_used: number;
  readonly score: number;
}

/** What came of a run. */
export interface TrainingResult {
  readonly score: number;
  readonly loss: number;
  readonly density: number;
  readonly neurons_used: number;
  readonly best_epoch: number | null;
}

/** When to stop early. Both thresholds are absolute and against the epoch before. */
export interface EarlyStopping {
  /** Calm epochs in a row that stop training. */
  readonly patience: number;
  readonly early_stopping_threshold: number;
}

/** The course before the first epoch. */
export const START: Course = { epochs: 0, calm: 0, stoppedEarly: false, last: null, lastFull: null, best: null };

/** The course after one more epoch with the given means. */
export function afterEpoch(before: Course, means: MeanMetrics, stopping: EarlyStopping, rules: TrainingRules): Course {
  const { loss, density, neurons_used, score } = means;
  const epoch: EpochFigures = { epoch: before.epochs + 1, loss, density, neurons_used, score };
  const calm = isCalm(before.last, epoch, stopping.early_stopping_threshold) ? before.calm + 1 : 0;
  const stoppedEarly = calm >= stopping.patience;
  // In the notebook the epoch that breaks off training is left out of what it reports.
  const counts = !stoppedEarly || rules.keep === 'best';
  const better = before.best === null || loss < before.best.loss;
  return {
    epochs: epoch.epoch,
    calm,
    stoppedEarly,
    last: epoch,
    lastFull: stoppedEarly ? before.lastFull : epoch,
    best: counts && better ? epoch : before.best,
  };
}

function isCalm(before: EpochFigures | null, epoch: EpochFigures, threshold: number): boolean {
  if (before === null) return false;
  return Math.abs(epoch.loss - before.loss) < threshold && Math.abs(epoch.density - before.density) < threshold;
}

/**
 * The figures that a run reports: those of the weights it keeps, or the notebook's mixture of epochs.
 *
 * @param current means of the unfinished epoch, for a run that was stopped before its first epoch ended
 */
export function resultOf({ best, last, lastFull }: Course, rules: TrainingRules, current: MeanMetrics): TrainingResult {
  if (!best || !last || !lastFull) {
    const { score, loss, density, neurons_used } = current;
    return { score, loss, density, neurons_used, best_epoch: null };
  }
  const { score, neurons_used } = rules.keep === 'best' ? best : { ...last, score: lastFull.score };
  return { score, loss: best.loss, density: best.density, neurons_used, best_epoch: best.epoch };
}

import type { ResolvedSweep } from '../config/resolveSweep';
import type { LedgerTrial } from './ledger';
import { sizeOf } from './searchSpace';
import { bestTrials } from './standing';
import type { SweepProgress } from './sweepProgress';

/** How far a sweep with these trials is. */
export function progressOf(
  { space, limits, objectives }: ResolvedSweep,
  trials: readonly LedgerTrial[],
  minutes: number,
  reached: SweepProgress['reached'],
): SweepProgress {
  const most = Math.min(limits.trials ?? Infinity, sizeOf(space));
  const count = (state: LedgerTrial['state']) => trials.filter((trial) => trial.state === state).length;
  const [best] = bestTrials(trials, objectives);
  return {
    most: Number.isFinite(most) ? most : null,
    running: count('running'),
    waiting: count('paused'),
    done: count('done'),
    failed: count('failed'),
    best: best?.objective?.[objectives[0]!] ?? null,
    minutes,
    reached,
  };
}

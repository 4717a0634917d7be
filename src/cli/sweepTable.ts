import { duration, figure } from '../core/run/figures';
import type { RunProgress } from '../core/run/runStatus';
import type { LedgerTrial } from '../core/sweep/ledger';
import { bestTrials } from '../core/sweep/standing';
import type { ResolvedSweep } from '../core/config/resolveSweep';
import { parameterText, variedKeys } from '../runtime/sweep/sweepReporter';
import { tableLines } from './print';

/** What a table of trials is made from. */
export interface TableContent {
  readonly sweep: Pick<ResolvedSweep, 'space' | 'objectives' | 'limits'>;
  readonly trials: readonly LedgerTrial[];
  /** How far the trials are that train in this process. */
  readonly progress: ReadonlyMap<number, RunProgress>;
  /** Seconds for which trials were trained in this process. */
  readonly seconds: (trial: number) => number | undefined;
}

/**
 * Trials as lines of a table, cut to a terminal's width: those that train, then the best, then the latest, as many as
 * there is room for.
 */
export function sweepTable(
  { sweep, trials, progress, seconds }: TableContent,
  rows: number,
  columns: number,
): string[] {
  const { space, objectives } = sweep;
  const best = new Set(bestTrials(trials, objectives).map(({ trial }) => trial));
  const rank = ({ trial, state }: LedgerTrial) => (state === 'running' ? 0 : best.has(trial) ? 1 : 2);
  const shown = trials.toSorted((a, b) => rank(a) - rank(b) || b.trial - a.trial).slice(0, Math.max(1, rows - 2));
  const keys = variedKeys(space);
  const table = tableLines([
    ['', 'Trial', 'State', ...keys, ...objectives, 'Epoch', 'Time'],
    ...shown
      .toSorted((a, b) => a.trial - b.trial)
      .map(({ trial, state, parameters, objective }) => {
        const now = progress.get(trial);
        const time = seconds(trial);
        return [
          best.has(trial) ? '★' : '',
          String(trial),
          state,
          ...keys.map((key) => parameterText(parameters[key]!)),
          ...objectives.map((name) => valueText(objective?.[name])),
          now && state === 'running' ? `${now.epoch}/${now.num_epochs}` : '',
          time === undefined ? '' : duration(time),
        ];
      }),
  ]);
  const hidden = trials.length - shown.length;
  const lines = hidden > 0 ? [...table, `${hidden} more`] : table;
  return lines.map((line) => line.slice(0, Math.max(1, columns - 1)));
}

function valueText(value: number | null | undefined): string {
  return value === undefined || value === null ? '' : figure(value);
}

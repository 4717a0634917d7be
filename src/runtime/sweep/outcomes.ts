import type { ObjectiveName } from '../../core/config/sweepConfig';
import { messageOf } from '../../core/errors';
import type { RunResult } from '../../core/run/runStatus';
import { earlyObjective, isMeasuredByEpochs, type ObjectiveValues } from '../../core/sweep/objectives';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import type { TrainingResult } from '../../core/training/course';

/** Of a trial that was stopped with its sweep. */
export const STOPPED: TrialOutcome = { state: 'stopped', objective: null, epoch: null, error: null };

type Figures = Pick<TrainingResult, 'score' | 'loss' | 'density'>;

/** Of a trial that failed. */
export function failure(error: unknown): TrialOutcome {
  return { state: 'failed', objective: null, epoch: null, error: messageOf(error) };
}

/**
 * What has become of a trial whose run has ended. At a rung it is told by what epochs measure.
 *
 * @param epoch where it was to pause
 * @param measure finds what a finished trial came to
 */
export async function outcomeOf(
  state: 'done' | 'stopped' | 'paused',
  result: RunResult | null,
  epoch: number | null,
  objectives: readonly ObjectiveName[],
  measure: (result: Figures | null) => Promise<ObjectiveValues>,
): Promise<TrialOutcome> {
  if (state === 'stopped') return STOPPED;
  const figures = result && figuresOf(result);
  if (state === 'done') return { state, objective: await measure(figures), epoch: null, error: null };
  const early = new Set([earlyObjective(objectives), ...objectives.filter(isMeasuredByEpochs)]);
  const measured = [...early].map((name) => [name, finiteOrNull(figures?.[name as keyof Figures])]);
  return { state, objective: Object.fromEntries(measured) as ObjectiveValues, epoch, error: null };
}

/** As numbers: those that a file cannot say are NaN. */
function figuresOf({ score, loss, density }: RunResult): Figures {
  return { score: score ?? NaN, loss: loss ?? NaN, density: density ?? NaN };
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

import { basename } from 'node:path';
import { askedSweep } from '../../core/run/askedConfig';
import { bestTrials } from '../../core/sweep/standing';
import type { SweepPlanView, SweepView, ToSweep, TrialView } from '../../protocol/sweep';
import { runName, type RunSummary } from '../../store/runList';
import { SweepReading, type ReadTrial } from '../../store/sweepReading';
import { modelNameOf } from '../runs/runModel';
import { FollowedTrials } from './followedTrials';

/** What an explorer is told of one sweep. */
export class SweepFeed {
  private readonly reading: SweepReading;
  private readonly followed = new FollowedTrials();
  private told = '';

  constructor(readonly directory: string) {
    this.reading = new SweepReading(directory);
  }

  /** A trial, where its sweep has it. */
  trial(trial: number): ReadTrial | undefined {
    return this.reading.get(trial);
  }

  /** Everything but the curves. */
  async everything(summary: RunSummary): Promise<{ readonly sweep: SweepView; readonly trials: readonly TrialView[] }> {
    await this.look(summary);
    const sweep = this.view(summary);
    this.told = JSON.stringify(sweep);
    return { sweep, trials: this.reading.trials.map(trialView) };
  }

  /** The metrics of all trials that are followed. */
  async curves(): Promise<ToSweep[]> {
    return this.followed.everything();
  }

  /** What came since: trials before what they have come to as a whole, and the last lines of those that ended. */
  async news(summary: RunSummary): Promise<ToSweep[]> {
    const changed = await this.look(summary);
    const trials = changed.map(trialView);
    const sweep = this.view(summary);
    const text = JSON.stringify(sweep);
    const isNews = text !== this.told;
    this.told = text;
    return [
      ...(trials.length > 0 ? [{ type: 'trials', trials } as const] : []),
      ...(isNews ? [{ type: 'sweep', sweep } as const] : []),
      ...(await this.followed.news((trial) => this.reading.get(trial)?.trial.state === 'running')),
    ];
  }

  /** Follows the metrics of these trials and of no others. */
  follow(trials: readonly number[]): void {
    this.followed.follow(trials, (trial) => this.reading.get(trial)?.directory);
  }

  private async look(summary: RunSummary): Promise<readonly ReadTrial[]> {
    const changed = await this.reading.look(searchOf(summary)?.executor === 'slurm');
    for (const { trial } of changed) this.followed.changed(trial.trial);
    return changed;
  }

  private view(summary: RunSummary): SweepView {
    const { directory, state, status, problems } = summary;
    const objectives = searchOf(summary)?.objectives ?? [];
    const trials = this.reading.trials.map(({ trial }) => trial);
    return {
      directory,
      name: runName(summary),
      state,
      error: status?.error ?? null,
      progress: status?.sweep ?? null,
      plan: planOf(summary),
      best: bestTrials(trials, objectives).map(({ trial }) => trial),
      importance: this.reading.importance,
      problems: [...problems, ...this.reading.problems],
    };
  }
}

function searchOf({ sweep, request }: RunSummary) {
  return askedSweep(sweep?.config ?? request?.config);
}

/** As it is asked for, until its process has begun. */
function planOf(summary: RunSummary): SweepPlanView | null {
  const search = searchOf(summary);
  const config = (summary.sweep ?? summary.request)?.config;
  if (!search || !config) return null;
  const { space, strategy, objectives, halving, executor } = search;
  const model = modelNameOf(summary);
  return { config: basename(config.file), model, space, strategy, objectives, halving, executor };
}

function trialView({ trial, directory, hasSae, job }: ReadTrial): TrialView {
  const { state, parameters, objective, rungs, error } = trial;
  const epoch = state === 'paused' ? (rungs.at(-1)?.epoch ?? null) : null;
  return { trial: trial.trial, state, parameters, objective, directory, epoch, error, hasSae, job };
}

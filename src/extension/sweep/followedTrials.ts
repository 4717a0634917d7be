import type { ToSweep } from '../../protocol/sweep';
import type { MetricsPart } from '../../store/metricsColumns';
import { MetricsTail } from '../../store/metricsTail';
import { runPaths } from '../../store/runDirectory';

interface Followed {
  readonly directory: string;
  readonly metrics: MetricsTail;
  /** Whether its file may have more than was read. */
  mayHaveMore: boolean;
}

/** The metrics of the trials whose curves are shown. */
export class FollowedTrials {
  private readonly followed = new Map<number, Followed>();

  /** Follows these trials and no others. @param directoryOf undefined for a trial that is not known */
  follow(trials: readonly number[], directoryOf: (trial: number) => string | undefined): void {
    for (const trial of [...this.followed.keys()]) if (!trials.includes(trial)) this.followed.delete(trial);
    for (const trial of trials) {
      const directory = directoryOf(trial);
      if (this.followed.has(trial) || directory === undefined) continue;
      this.followed.set(trial, {
        directory,
        metrics: new MetricsTail(runPaths(directory).metrics),
        mayHaveMore: true,
      });
    }
  }

  /** A trial is not what it was: its last lines come with the end of its training. */
  changed(trial: number): void {
    const followed = this.followed.get(trial);
    if (followed) followed.mayHaveMore = true;
  }

  /** All of their metrics. */
  async everything(): Promise<ToSweep[]> {
    const messages: ToSweep[] = [];
    for (const { directory, metrics } of [...this.followed.values()]) {
      await metrics.read();
      messages.push(...seriesOf(directory, metrics.all()));
    }
    return messages;
  }

  /** The metrics that came since. @param trains whether a trial trains at this moment */
  async news(trains: (trial: number) => boolean): Promise<ToSweep[]> {
    const messages: ToSweep[] = [];
    for (const [trial, followed] of [...this.followed]) {
      const isTraining = trains(trial);
      if (!isTraining && !followed.mayHaveMore) continue;
      followed.mayHaveMore = isTraining;
      messages.push(...seriesOf(followed.directory, await followed.metrics.read()));
    }
    return messages;
  }
}

function seriesOf(directory: string, parts: readonly MetricsPart[]): ToSweep[] {
  return parts.map((part) => ({ type: 'series', part: { ...part, directory } }));
}

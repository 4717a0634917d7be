import type { RunView, ToDashboard } from '../../protocol/dashboard';
import type { MetricsPart } from '../../store/metricsColumns';
import { MetricsTail } from '../../store/metricsTail';
import { runPaths } from '../../store/runDirectory';
import { runName, type RunSummary } from '../../store/runList';

/** What a dashboard is told of one run. */
export class RunFeed {
  private readonly metrics: MetricsTail;

  constructor(readonly directory: string) {
    this.metrics = new MetricsTail(runPaths(directory).metrics);
  }

  view({ directory, run, status, state, hasSae, problems, ...named }: RunSummary): RunView {
    return {
      directory,
      name: runName(named),
      state,
      progress: status?.progress ?? null,
      result: status?.result ?? null,
      error: status?.error ?? null,
      record: run ?? null,
      hasSae,
      problems: [...problems, ...this.metrics.problems],
    };
  }

  /** All of its metrics. */
  async everything(): Promise<ToDashboard[]> {
    await this.metrics.read();
    return this.messages(this.metrics.all());
  }

  /** The metrics that came since. */
  async news(): Promise<ToDashboard[]> {
    return this.messages(await this.metrics.read());
  }

  /** The same, and then how the run stands: its last lines come with its last status. */
  async newsWith(summary: RunSummary): Promise<ToDashboard[]> {
    return [...(await this.news()), { type: 'run', run: this.view(summary) }];
  }

  private messages(parts: readonly MetricsPart[]): ToDashboard[] {
    return parts.map((part) => ({ type: 'series', part: { ...part, directory: this.directory } }));
  }
}

import type { SeriesPart } from '../../../protocol/dashboard';
import { Observable } from '../../shared/observable';
import { Series } from '../../shared/series';

/** The metrics of a trial, by kinds of lines. */
type TrialSeries = Readonly<Record<SeriesPart['kind'], Series>>;

/** The metrics of the trials that are followed, by their directories. */
export class FollowedSeries {
  /** Counts the changes. */
  readonly version = new Observable(0);
  private readonly series = new Map<string, TrialSeries>();

  /** Follows these from now on and forgets the others. */
  follow(directories: readonly string[]): void {
    const wanted = new Set(directories);
    for (const directory of this.series.keys()) if (!wanted.has(directory)) this.series.delete(directory);
    for (const directory of wanted)
      if (!this.series.has(directory)) this.series.set(directory, { interval: new Series(), epoch: new Series() });
    this.version.value++;
  }

  /** Forgets all lines; what is followed stays. */
  clear(): void {
    const followed = [...this.series.keys()];
    this.series.clear();
    this.follow(followed);
  }

  of(directory: string): TrialSeries | undefined {
    return this.series.get(directory);
  }

  /** Takes rows in, but for those that were on their way when their trial was no longer followed, or followed anew. */
  take(part: SeriesPart): void {
    const series = this.series.get(part.directory)?.[part.kind];
    // All come again from their beginning, since they were asked for again.
    if (!series || part.from > series.length) return;
    series.replaceFrom(part);
    this.version.value++;
  }
}

import type { DashboardState, RunView, SeriesPart, ToDashboard } from '../../protocol/dashboard';
import { Observable } from '../shared/observable';
import { assignSlots } from '../shared/palette';
import type { Range } from '../shared/range';
import { METRICS, type Metric } from '../shared/metrics';
import { Series } from '../shared/series';
import { viewFrom, type LineKind, type View } from './view';

/** A run's metrics. */
export type RunSeries = Readonly<Record<LineKind, Series>>;

/** What there is to draw: as long as it stays the same, new lines change no more than curves. */
export interface Outline {
  /** Whether any run has lines of a kind. */
  readonly has: Readonly<Record<LineKind, boolean>>;
  readonly shown: readonly Metric[];
  readonly leftOut: readonly Metric[];
}

/** A place on the x axis that the pointer is at. */
export interface PointedAt {
  readonly metric: Metric;
  readonly x: number;
  /** How far away, in units of the axis, a line may be to count as being there. */
  readonly tolerance: number;
  /** In the window. */
  readonly clientX: number;
  readonly clientY: number;
}

/** What the page knows: the runs and their metrics, as the extension told them, and how the user looks at them. */
export class DashboardModel {
  /** Undefined until the first snapshot. */
  readonly runs = new Observable<readonly RunView[] | undefined>(undefined);
  readonly view: Observable<View>;
  readonly outline = new Observable<Outline>(outlineOf([]));
  /** Counts the changes of the metrics. */
  readonly linesVersion = new Observable(0);
  readonly epochsVersion = new Observable(0);
  /** The stretch of the x axis that is shown; undefined where that is all of it. */
  readonly zoom = new Observable<Range | undefined>(undefined);
  readonly pointedAt = new Observable<PointedAt | undefined>(undefined);
  /** The directory of the run whose curves stand out. */
  readonly emphasised = new Observable<string | undefined>(undefined);
  private readonly series = new Map<string, RunSeries>();

  /** @param kept the `DashboardState` of an earlier page */
  constructor(kept: unknown) {
    const view = typeof kept === 'object' && kept !== null && 'view' in kept ? kept.view : undefined;
    this.view = new Observable(viewFrom(view));
  }

  /** What to keep over a reload of the window; undefined where it is not known yet which runs are shown. */
  get state(): DashboardState | undefined {
    const directories = this.runs.value?.map(({ directory }) => directory);
    return directories && { directories, view: this.view.value };
  }

  /** The runs whose curves are drawn. */
  get visibleRuns(): readonly RunView[] {
    const { hidden } = this.view.value;
    return (this.runs.value ?? []).filter(({ directory }) => !hidden.includes(directory));
  }

  /**
   * Takes in what the extension says; translations are the caller's.
   * @throws Error where it speaks of metrics of a run that is not shown, or leaves rows out
   */
  receive(message: ToDashboard): void {
    // News for an earlier page, which this one follows: the snapshot that it has asked for has them, too.
    if (this.runs.value === undefined && message.type !== 'snapshot') return;
    switch (message.type) {
      case 'snapshot':
        this.series.clear();
        this.zoom.value = undefined;
        this.pointedAt.value = undefined;
        this.showRuns(message.runs);
        this.linesChanged();
        this.epochsVersion.value++;
        return;
      case 'run':
        this.showRuns(withRun(this.runs.value ?? [], message.run));
        return;
      case 'series':
        this.takeIn(message.part);
        return;
      case 'removed':
        this.series.delete(message.directory);
        this.showRuns((this.runs.value ?? []).filter(({ directory }) => directory !== message.directory));
        this.linesChanged();
        this.epochsVersion.value++;
        return;
    }
  }

  change(changes: Partial<View>): void {
    this.view.value = { ...this.view.value, ...changes };
    // The other axis has other numbers.
    if (changes.xAxis !== undefined) this.zoom.value = undefined;
  }

  setHidden(directory: string, hidden: boolean): void {
    const others = this.view.value.hidden.filter((name) => name !== directory);
    this.change({ hidden: hidden ? [...others, directory] : others });
  }

  /** The metrics of a run that is shown. */
  seriesOf(directory: string): RunSeries {
    const series = this.series.get(directory);
    if (!series) throw new Error(`metrics of a run that is not shown: ${directory}`);
    return series;
  }

  private takeIn(part: SeriesPart): void {
    this.seriesOf(part.directory)[part.kind].replaceFrom(part);
    this.linesChanged();
    if (part.kind === 'epoch') this.epochsVersion.value++;
  }

  private showRuns(runs: readonly RunView[]): void {
    const directories = runs.map(({ directory }) => directory);
    for (const directory of directories) {
      if (!this.series.has(directory)) {
        this.series.set(directory, { interval: new Series(), epoch: new Series() });
      }
    }
    const before = this.runs.value?.map(({ directory }) => directory) ?? [];
    if (before.length !== directories.length || before.some((directory, i) => directory !== directories[i])) {
      const { slots, hidden } = this.view.value;
      this.change({
        slots: assignSlots(directories, slots),
        hidden: hidden.filter((directory) => directories.includes(directory)),
      });
    }
    this.runs.value = runs;
  }

  private linesChanged(): void {
    const outline = outlineOf([...this.series.values()]);
    if (!isSame(outline, this.outline.value)) this.outline.value = outline;
    this.linesVersion.value++;
  }
}

function withRun(runs: readonly RunView[], run: RunView): readonly RunView[] {
  const index = runs.findIndex(({ directory }) => directory === run.directory);
  return index < 0 ? [...runs, run] : runs.with(index, run);
}

function outlineOf(all: readonly RunSeries[]): Outline {
  const isShown = ({ column, optional }: Metric) =>
    !optional || all.some(({ interval, epoch }) => interval.isInUse(column) || epoch.isInUse(column));
  return {
    has: {
      interval: all.some(({ interval }) => interval.length > 0),
      epoch: all.some(({ epoch }) => epoch.length > 0),
    },
    shown: METRICS.filter(isShown),
    leftOut: METRICS.filter((metric) => !isShown(metric)),
  };
}

function isSame(a: Outline, b: Outline): boolean {
  return (
    a.has.interval === b.has.interval &&
    a.has.epoch === b.has.epoch &&
    a.shown.length === b.shown.length &&
    a.shown.every((metric, i) => metric === b.shown[i])
  );
}

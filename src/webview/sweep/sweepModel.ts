import type { SweepState, SweepView, ToSweep, TrialView } from '../../protocol/sweep';
import { Observable } from '../shared/observable';
import type { Range } from '../shared/range';
import { FollowedSeries } from './curves/followedSeries';
import { ShownMaker, type Shown } from './shown';
import { viewFrom, type View } from './view';

/** What the page knows: the sweep and its trials, as the extension told them, and how the user looks at them. */
export class SweepModel {
  /** Undefined until the first snapshot. */
  readonly sweep = new Observable<SweepView | undefined>(undefined);
  /** In the order of their numbers. */
  readonly trials = new Observable<readonly TrialView[]>([]);
  readonly view: Observable<View>;
  /** The trial that the pointer is on, in whichever view. */
  readonly hovered = new Observable<number | undefined>(undefined);
  readonly series = new FollowedSeries();
  /** Counts the snapshots. */
  readonly snapshots = new Observable(0);
  private readonly maker = new ShownMaker();

  /** @param kept the `SweepState` of an earlier page */
  constructor(kept: unknown) {
    const view = typeof kept === 'object' && kept !== null && 'view' in kept ? kept.view : undefined;
    this.view = new Observable(viewFrom(view));
  }

  /** What to keep over a reload of the window; undefined where it is not known yet which sweep is shown. */
  get state(): SweepState | undefined {
    const directory = this.sweep.value?.directory;
    return directory === undefined ? undefined : { directory, view: this.view.value };
  }

  /**
   * What all of this comes to; undefined until the first snapshot. What keys and pointer do follows from it, not from
   * what was drawn last: they may come faster than drawings.
   */
  get shown(): Shown | undefined {
    const sweep = this.sweep.value;
    return sweep && this.maker.make(sweep, this.trials.value, this.view.value);
  }

  /** The trials that are chosen now. */
  get chosen(): ReadonlySet<number> {
    return this.shown?.chosen ?? new Set();
  }

  change(part: Partial<View>): void {
    this.view.value = { ...this.view.value, ...part };
  }

  /** Chooses trials by hand, in place of whatever was chosen. */
  pick(trials: Iterable<number>): void {
    this.change({ picked: [...new Set(trials)], brushes: {} });
  }

  /** Chooses by a stretch of an axis together with those of the others; undefined takes the axis' own away. */
  brush(column: string, range: Range | undefined): void {
    const others = Object.entries(this.view.value.brushes).filter(([id]) => id !== column);
    this.change({ picked: [], brushes: Object.fromEntries(range ? [...others, [column, range]] : others) });
  }

  setLogarithmic(column: string, isLogarithmic: boolean): void {
    this.change({ logarithmic: { ...this.view.value.logarithmic, [column]: isLogarithmic } });
  }

  /** @see ToSweep; translations are the caller's */
  receive(message: ToSweep): void {
    switch (message.type) {
      case 'snapshot':
        this.series.clear();
        this.trials.value = message.trials.toSorted((a, b) => a.trial - b.trial);
        this.sweep.value = message.sweep;
        this.snapshots.value++;
        break;
      case 'sweep':
        this.sweep.value = message.sweep;
        break;
      case 'trials':
        this.trials.value = merged(this.trials.value, message.trials);
        break;
      case 'series':
        this.series.take(message.part);
    }
  }
}

function merged(known: readonly TrialView[], changed: readonly TrialView[]): readonly TrialView[] {
  const all = new Map([...known, ...changed].map((trial) => [trial.trial, trial]));
  return [...all.values()].sort((a, b) => a.trial - b.trial);
}

import { isActive } from '../../core/run/activity';
import type { SweepView, TrialView } from '../../protocol/sweep';
import { axisOf, type Axis } from './axis';
import { columnsOf, compareCells, directionOf, type Column } from './columns';
import { parseFilter } from './filter';
import type { Sorting, View } from './view';

/** The trials as all views see them. */
export interface Shown {
  readonly sweep: SweepView;
  readonly isActive: boolean;
  /** All of them, in the order of their numbers. */
  readonly trials: readonly TrialView[];
  readonly columns: readonly Column[];
  /** Those that the filter lets through, in the table's order. */
  readonly rows: readonly TrialView[];
  readonly filterProblems: readonly string[];
  readonly sort: Sorting;
  /** An axis for each searched key and each objective, wide enough for all trials. */
  readonly axes: readonly Axis[];
  /** The numbers of those among the rows that are brushed or picked. */
  readonly chosen: ReadonlySet<number>;
  /** Those that are among the best. */
  readonly best: ReadonlySet<number>;
  /** The trial that is looked at. */
  readonly current: TrialView | undefined;
}

/** Makes what is shown, again only as far as it is another. */
export class ShownMaker {
  private readonly columns = memo(
    (sweep: SweepView, trials: readonly TrialView[]) => columnsOf(sweep.plan, trials, isActive(sweep.state)),
    (sweep, trials) => [sweep.plan, isActive(sweep.state), trials],
  );
  private readonly filtered = memo(
    (trials: readonly TrialView[], columns: readonly Column[], filter: string) => {
      const { passes, problems } = parseFilter(filter, columns);
      return { trials: trials.filter(passes), problems };
    },
    (...all) => all,
  );
  private readonly sorted = memo(
    (trials: readonly TrialView[], columns: readonly Column[], column: string, descending: boolean) => {
      const { valueOf } = columns.find(({ id }) => id === column) ?? columns[0]!;
      const cells = new Map(trials.map((trial) => [trial, valueOf(trial)]));
      return trials.toSorted((a, b) => compareCells(cells.get(a)!, cells.get(b)!, descending) || a.trial - b.trial);
    },
    (...all) => all,
  );
  private readonly axes = memo(
    (trials: readonly TrialView[], columns: readonly Column[], logarithmic: View['logarithmic']) =>
      columns
        .filter(({ kind }) => kind === 'parameter' || kind === 'objective')
        .map((column) => axisOf(column, trials, logarithmic[column.id])),
    (...all) => all,
  );
  private readonly chosen = memo(
    (rows: readonly TrialView[], axes: readonly Axis[], picked: View['picked'], brushes: View['brushes']) =>
      chosenOf(rows, axes, picked, brushes),
    (...all) => all,
  );

  private readonly best = memo(
    (trials: readonly number[]): ReadonlySet<number> => new Set(trials),
    (...all) => all,
  );

  make(sweep: SweepView, trials: readonly TrialView[], view: View): Shown {
    const columns = this.columns(sweep, trials);
    const filtered = this.filtered(trials, columns, view.filter);
    const sort = view.sort ?? bestFirst(columns);
    const rows = this.sorted(filtered.trials, columns, sort.column, sort.descending);
    const axes = this.axes(trials, columns, view.logarithmic);
    const looked = view.trial ?? sweep.best[0];
    return {
      sweep,
      isActive: isActive(sweep.state),
      trials,
      columns,
      rows,
      filterProblems: filtered.problems,
      sort,
      axes,
      chosen: this.chosen(rows, axes, view.picked, view.brushes),
      best: this.best(sweep.best),
      current: trials.find(({ trial }) => trial === looked),
    };
  }
}

/** By the first objective; by number where there is none yet. */
function bestFirst(columns: readonly Column[]): Sorting {
  const first = columns.find(({ objective }) => objective !== null);
  return first?.objective
    ? { column: first.id, descending: directionOf(first.objective) < 0 }
    : { column: 'trial', descending: false };
}

function chosenOf(
  rows: readonly TrialView[],
  axes: readonly Axis[],
  picked: View['picked'],
  brushes: View['brushes'],
): ReadonlySet<number> {
  const brushed = axes.flatMap(({ column, shareOf, shareAt }) => {
    const brush = brushes[column.id];
    return brush ? [{ shareOf, min: shareAt(brush.min), max: shareAt(brush.max) }] : [];
  });
  const among = new Set(picked);
  const isChosen = (trial: TrialView) =>
    brushed.length === 0
      ? among.has(trial.trial)
      : brushed.every(({ shareOf, min, max }) => {
          const share = shareOf(trial);
          return share >= min && share <= max;
        });
  return new Set(rows.filter(isChosen).map(({ trial }) => trial));
}

/** A function that answers as before while what it depends on is the same. */
function memo<Parameters extends readonly unknown[], Result>(
  make: (...parameters: Parameters) => Result,
  dependsOn: (...parameters: Parameters) => readonly unknown[],
): (...parameters: Parameters) => Result {
  let known: { readonly on: readonly unknown[]; readonly result: Result } | undefined;
  return (...parameters) => {
    const on = dependsOn(...parameters);
    if (!known?.on.every((value, i) => Object.is(value, on[i]))) known = { on, result: make(...parameters) };
    return known.result;
  };
}

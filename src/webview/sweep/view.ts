import type { Range } from '../shared/range';
import { METRICS, type MetricColumn } from '../shared/metrics';

export const TABS = ['scatter', 'parallel', 'importance', 'curves'] as const;
export type Tab = (typeof TABS)[number];

/** What the table is in the order of. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** How the user looks at the sweep; kept over a reload of the window. Columns are named by their ids. */
export interface View {
  readonly tab: Tab;
  readonly filter: string;
  /** Null for the best first. */
  readonly sort: Sorting | null;
  readonly hiddenColumns: readonly string[];
  /** Whether parameters are left out whose values are all equal. */
  readonly onlyDiffering: boolean;
  /** The trial that is looked at. */
  readonly trial: number | null;
  /** Trials chosen by hand; void while there are brushes. */
  readonly picked: readonly number[];
  /** Stretches of axes, in places of their own scales: a trial is chosen that lies within all. */
  readonly brushes: Readonly<Record<string, Range>>;
  /** Axes of the scatter plot, and what its points are coloured by; null for the first that make sense. */
  readonly x: string | null;
  readonly y: string | null;
  readonly colour: string | null;
  /** Whether axes are logarithmic where that is not left to the search space. */
  readonly logarithmic: Readonly<Record<string, boolean>>;
  readonly outline: 'rectangle' | 'lasso';
  readonly metric: MetricColumn;
  readonly lines: 'interval' | 'epoch';
  readonly logMetric: boolean;
}

const DEFAULT_VIEW: View = {
  tab: 'scatter',
  filter: '',
  sort: null,
  hiddenColumns: [],
  onlyDiffering: true,
  trial: null,
  picked: [],
  brushes: {},
  x: null,
  y: null,
  colour: null,
  logarithmic: {},
  outline: 'rectangle',
  metric: 'loss',
  lines: 'interval',
  logMetric: false,
};

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function viewFrom(kept: unknown): View {
  const view = recordOf(kept);
  const sort = recordOf(view.sort);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    tab: TABS.find((tab) => tab === view.tab) ?? DEFAULT_VIEW.tab,
    filter: text(view.filter) ?? '',
    sort: typeof sort.column === 'string' ? { column: sort.column, descending: sort.descending === true } : null,
    hiddenColumns: arrayOf(view.hiddenColumns, (value) => typeof value === 'string'),
    onlyDiffering: view.onlyDiffering !== false,
    trial: isNumber(view.trial) ? view.trial : null,
    picked: arrayOf(view.picked, isNumber),
    brushes: mapOf(view.brushes, isRange),
    x: text(view.x),
    y: text(view.y),
    colour: text(view.colour),
    logarithmic: mapOf(view.logarithmic, (value) => typeof value === 'boolean'),
    outline: view.outline === 'lasso' ? 'lasso' : 'rectangle',
    metric: METRICS.find(({ column }) => column === view.metric)?.column ?? DEFAULT_VIEW.metric,
    lines: view.lines === 'epoch' ? 'epoch' : 'interval',
    logMetric: view.logMetric === true,
  };
}

function recordOf(kept: unknown): Readonly<Record<string, unknown>> {
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
}

function arrayOf<T>(kept: unknown, isOne: (value: unknown) => value is T): readonly T[] {
  return Array.isArray(kept) ? kept.filter(isOne) : [];
}

function mapOf<T>(kept: unknown, isOne: (value: unknown) => value is T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(recordOf(kept)).filter((entry): entry is [string, T] => isOne(entry[1])));
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRange(value: unknown): value is Range {
  const { min, max } = recordOf(value);
  return typeof min === 'number' && typeof max === 'number' && min <= max;
}

import { ROWS } from '../../../core/analysis/label';
import { QUESTION_ROWS } from '../../../protocol/explorer';

/** What the map's colours stand for. */
export const FIGURES = [
  'density',
  'mean',
  'mean_active',
  'max',
  'contribution',
  'column_explained',
  'best_score',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Whether a figure is also known over the questions of one class. */
export function isByClass(figure: Figure): figure is Exclude<Figure, 'column_explained' | 'best_score'> {
  return figure !== 'column_explained' && figure !== 'best_score';
}

/** The questions that the figures are over: all probe questions, or those of the sample in one class. */
export const MAP_ROWS = ['all', ...QUESTION_ROWS] as const;
export type MapRows = (typeof MAP_ROWS)[number];

/** What the neurons are in the order of. */
export const SORTS = [
  'index',
  'density',
  'mean',
  'contribution',
  'best_score',
  'first',
  'peak',
  'label',
  'similarity',
] as const;
export type Sort = (typeof SORTS)[number];

export const LABEL_ROWS = ['any', ...ROWS] as const;
export const STATUSES = ['any', 'labelled', 'proved', 'together', 'correlates', 'none'] as const;
export type StatusFilter = (typeof STATUSES)[number];
export const ACTIVITIES = ['any', 'alive', 'dead', 'always on'] as const;
export type ActivityFilter = (typeof ACTIVITIES)[number];
export const ROW_SIZES = ['auto', 'small', 'medium', 'large'] as const;
export type RowSize = (typeof ROW_SIZES)[number];

/** Which neurons are shown: those that every one of these lets through. */
export interface MapFilter {
  /** A label, or part of its text, or numbers of neurons such as `3, 10-20`. */
  readonly text: string;
  /** Of the label. */
  readonly labelRows: (typeof LABEL_ROWS)[number];
  readonly status: StatusFilter;
  /** Where the neuron has to be active, and where its label has to be; null for anywhere. */
  readonly position: number | null;
  readonly activity: ActivityFilter;
}

/** How the user looks at the map. */
export interface MapView {
  readonly figure: Figure;
  readonly rows: MapRows;
  readonly logarithmic: boolean;
  readonly sort: Sort;
  readonly reversed: boolean;
  readonly filter: MapFilter;
  readonly rowSize: RowSize;
  readonly asTable: boolean;
}

export const NO_FILTER: MapFilter = { text: '', labelRows: 'any', status: 'any', position: null, activity: 'any' };

export const DEFAULT_MAP_VIEW: MapView = {
  figure: 'density',
  rows: 'all',
  logarithmic: false,
  sort: 'index',
  reversed: false,
  filter: NO_FILTER,
  rowSize: 'auto',
  asTable: false,
};

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function mapViewFrom(kept: unknown): MapView {
  const { figure, rows, logarithmic, sort, reversed, filter, rowSize, asTable } = recordOf(kept);
  const { text, labelRows, status, position, activity } = recordOf(filter);
  return {
    figure: oneOf(FIGURES, figure) ?? DEFAULT_MAP_VIEW.figure,
    rows: oneOf(MAP_ROWS, rows) ?? DEFAULT_MAP_VIEW.rows,
    logarithmic: logarithmic === true,
    sort: oneOf(SORTS, sort) ?? DEFAULT_MAP_VIEW.sort,
    reversed: reversed === true,
    filter: {
      text: typeof text === 'string' ? text : NO_FILTER.text,
      labelRows: oneOf(LABEL_ROWS, labelRows) ?? NO_FILTER.labelRows,
      status: oneOf(STATUSES, status) ?? NO_FILTER.status,
      position: Number.isSafeInteger(position) && (position as number) >= 0 ? (position as number) : null,
      activity: oneOf(ACTIVITIES, activity) ?? NO_FILTER.activity,
    },
    rowSize: oneOf(ROW_SIZES, rowSize) ?? DEFAULT_MAP_VIEW.rowSize,
    asTable: asTable === true,
  };
}

function oneOf<T extends string>(values: readonly T[], kept: unknown): T | undefined {
  return values.find((value) => value === kept);
}

function recordOf(kept: unknown): Record<string, unknown> {
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
}

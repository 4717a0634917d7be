/** What the user asks; kept over a reload of the window. */
export interface TryView {
  readonly question: string;
  /** Neurons to do without. */
  readonly without: readonly number[];
  readonly to: 'mean' | 'zero';
  readonly sort: TrySort;
}

const TRY_SORTS = ['activation', 'index'] as const;
export type TrySort = (typeof TRY_SORTS)[number];

export const DEFAULT_TRY_VIEW: TryView = { question: '', without: [], to: 'mean', sort: 'activation' };

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function tryViewFrom(kept: unknown): TryView {
  const { question, without, to, sort } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<
    string,
    unknown
  >;
  const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return {
    question: typeof question === 'string' ? question.slice(0, 100) : DEFAULT_TRY_VIEW.question,
    without: Array.isArray(without) ? without.filter(isIndex) : DEFAULT_TRY_VIEW.without,
    to: to === 'zero' ? 'zero' : 'mean',
    sort: TRY_SORTS.find((name) => name === sort) ?? DEFAULT_TRY_VIEW.sort,
  };
}

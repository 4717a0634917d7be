import type { MetricsLine } from '../../core/run/metricsLine';

/** What the x axis of all charts counts. */
export const X_AXES = ['step', 'questions', 'seconds', 'epoch'] as const;
export type XAxis = (typeof X_AXES)[number];

/** Which lines of the metrics are drawn. */
export type LineKind = MetricsLine['kind'];

export const MOST_SMOOTHING = 0.99;

/** How the user wants to see the runs; kept over a reload of the window. */
export interface View {
  readonly xAxis: XAxis;
  readonly lineKind: LineKind;
  readonly logarithmic: boolean;
  /** From 0, none, to `MOST_SMOOTHING`. */
  readonly smoothing: number;
  /** Directories of the runs whose curves are not drawn. */
  readonly hidden: readonly string[];
  /** Each run's place in the palette, by its directory. */
  readonly slots: Readonly<Record<string, number>>;
}

const DEFAULT_VIEW: View = {
  xAxis: 'step',
  lineKind: 'interval',
  logarithmic: false,
  smoothing: 0,
  hidden: [],
  slots: {},
};

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function viewFrom(kept: unknown): View {
  const { xAxis, lineKind, logarithmic, smoothing, hidden, slots } = isRecord(kept) ? kept : {};
  return {
    xAxis: X_AXES.find((axis) => axis === xAxis) ?? DEFAULT_VIEW.xAxis,
    lineKind: lineKind === 'epoch' ? lineKind : DEFAULT_VIEW.lineKind,
    logarithmic: logarithmic === true,
    smoothing: isNumber(smoothing) ? Math.min(Math.max(smoothing, 0), MOST_SMOOTHING) : DEFAULT_VIEW.smoothing,
    hidden: Array.isArray(hidden) ? hidden.filter((name) => typeof name === 'string') : DEFAULT_VIEW.hidden,
    slots: isRecord(slots) ? slotsFrom(slots) : DEFAULT_VIEW.slots,
  };
}

function slotsFrom(kept: Record<string, unknown>): Record<string, number> {
  const slots = Object.entries(kept).filter(([, slot]) => Number.isSafeInteger(slot) && (slot as number) >= 0);
  return Object.fromEntries(slots) as Record<string, number>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

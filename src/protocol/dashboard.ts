import * as z from 'zod';
import type { MetricsLine } from '../core/run/metricsLine';
import type { RunFile } from '../core/run/runFile';
import type { DisplayState, RunProgress, RunResult } from '../core/run/runStatus';
import { failedSchema } from './pageMessages';

/** A run as the dashboard shows it. */
export interface RunView {
  /** Absolute path of its directory: what it is known by in every message. */
  readonly directory: string;
  readonly name: string;
  readonly state: DisplayState;
  readonly progress: RunProgress | null;
  readonly result: RunResult | null;
  /** Why it failed. */
  readonly error: string | null;
  /** What it trains; null until its process has written it. */
  readonly record: RunFile | null;
  /** Whether there is an SAE to explore. */
  readonly hasSae: boolean;
  /** Files of the run that are missing or broken, one message each. */
  readonly problems: readonly string[];
}

/** The columns of a run's metrics, as in `metrics.jsonl`. */
export const SERIES_COLUMNS = [
  'epoch',
  'step',
  'questions',
  'seconds',
  'loss',
  'mse',
  'sparsity_penalty',
  'l1_penalty',
  'density',
  'neurons_used',
  'score',
] as const satisfies readonly (keyof MetricsLine)[];

export type SeriesColumn = (typeof SERIES_COLUMNS)[number];

/** Rows of a run's metrics of one kind. Whatever rows the receiver has from `from` on are replaced by these. */
export interface SeriesPart {
  readonly directory: string;
  readonly kind: MetricsLine['kind'];
  readonly from: number;
  /** One array per column, all of one length; NaN where the value is undefined or was not finite. */
  readonly columns: Readonly<Record<SeriesColumn, Float64Array>>;
}

/** What the extension tells the dashboard. */
export type ToDashboard =
  /** Everything but the series, which follow: the answer to `ready`. Whatever was there before is void. */
  | {
      readonly type: 'snapshot';
      readonly runs: readonly RunView[];
      /** The texts of the display language by their English ones; none where that is English. */
      readonly translations: Readonly<Record<string, string>>;
    }
  | { readonly type: 'run'; readonly run: RunView }
  | { readonly type: 'series'; readonly part: SeriesPart }
  | { readonly type: 'removed'; readonly directory: string };

const aboutRun = <const Type extends string>(type: Type) =>
  z.strictObject({ type: z.literal(type), directory: z.string() });

/** What the dashboard tells the extension; checked where it arrives. */
export const fromDashboardSchema = z.discriminatedUnion('type', [
  /** The page is there and has nothing yet. */
  z.strictObject({ type: z.literal('ready') }),
  aboutRun('stop'),
  aboutRun('resume'),
  aboutRun('showLog'),
  aboutRun('openConfig'),
  aboutRun('exploreNeurons'),
  /** Takes a run out of the comparison. */
  aboutRun('remove'),
  /** Asks the user which runs to compare with. */
  z.strictObject({ type: z.literal('addRuns') }),
  failedSchema,
]);

export type FromDashboard = z.infer<typeof fromDashboardSchema>;

/** What the page keeps for the next reload of the window: navigation only, the figures come from the runs' files. */
export const dashboardStateSchema = z.object({
  directories: z.array(z.string()),
  /** How the page shows them: its own business. */
  view: z.unknown(),
});

export type DashboardState = z.infer<typeof dashboardStateSchema>;

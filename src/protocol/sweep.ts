import * as z from 'zod';
import type { ObjectiveName, Strategy } from '../core/config/sweepConfig';
import type { DisplayState } from '../core/run/runStatus';
import type { ImportanceFile } from '../core/sweep/importanceFile';
import type { TrialState } from '../core/sweep/ledgerLine';
import type { ObjectiveValues } from '../core/sweep/objectives';
import type { SearchSpace, TrialParameters } from '../core/sweep/searchSpace';
import type { SweepProgress } from '../core/sweep/sweepProgress';
import type { TrialJob } from '../core/sweep/trialJob';
import type { SeriesPart } from './dashboard';
import { failedSchema, saveSchema } from './pageMessages';

/** What decides which trials a sweep has. */
export interface SweepPlanView {
  /** Name of the config file. */
  readonly config: string;
  readonly model: string;
  readonly space: SearchSpace;
  readonly strategy: Strategy;
  readonly objectives: readonly ObjectiveName[];
  readonly halving: { readonly minEpochs: number; readonly reduction: number } | null;
  readonly executor: 'local' | 'slurm';
}

/** A sweep as its explorer shows it. */
export interface SweepView {
  readonly directory: string;
  readonly name: string;
  readonly state: DisplayState;
  /** Why it failed. */
  readonly error: string | null;
  readonly progress: SweepProgress | null;
  /** Null until its process has written what it searches. */
  readonly plan: SweepPlanView | null;
  /** The best trial; with several objectives, the front. */
  readonly best: readonly number[];
  readonly importance: ImportanceFile | null;
  /** Files of the sweep that are missing or broken, one message each. */
  readonly problems: readonly string[];
}

/** A trial as its sweep's ledger has it. */
export interface TrialView {
  readonly trial: number;
  readonly state: TrialState;
  readonly parameters: TrialParameters;
  readonly objective: ObjectiveValues | null;
  /** Absolute path of its run: what its curves are known by. */
  readonly directory: string;
  /** Epochs trained where it waits at a rung; null otherwise. */
  readonly epoch: number | null;
  /** Why it failed. */
  readonly error: string | null;
  /** Whether there is an SAE to explore. */
  readonly hasSae: boolean;
  /** The task of a cluster that trains it; null where it is trained here, or none is known. */
  readonly job: TrialJob | null;
}

/** What the extension tells the sweep explorer. */
export type ToSweep =
  /** Everything but the curves, which follow: the answer to `ready`. Whatever was there before is void. */
  | {
      readonly type: 'snapshot';
      readonly sweep: SweepView;
      readonly trials: readonly TrialView[];
      /** The texts of the display language by their English ones; none where that is English. */
      readonly translations: Readonly<Record<string, string>>;
    }
  | { readonly type: 'sweep'; readonly sweep: SweepView }
  /** Trials that are new, or not what they were; known by their numbers. */
  | { readonly type: 'trials'; readonly trials: readonly TrialView[] }
  /** Rows of the metrics of a trial that is followed. */
  | { readonly type: 'series'; readonly part: SeriesPart };

const trial = z.int().min(0);
const aboutTrial = <const Type extends string>(type: Type) => z.strictObject({ type: z.literal(type), trial });
const aboutSweep = <const Type extends string>(type: Type) => z.strictObject({ type: z.literal(type) });

/** Curves that are shown at once. */
export const MOST_FOLLOWED = 50;

/** What the sweep explorer tells the extension; checked where it arrives. */
export const fromSweepSchema = z.discriminatedUnion('type', [
  /** The page is there and has nothing yet. */
  aboutSweep('ready'),
  aboutSweep('stop'),
  aboutSweep('resume'),
  aboutSweep('showLog'),
  aboutSweep('openConfig'),
  /** Which trials' metrics to send, from now on; those that were sent already are sent again from their beginning. */
  z.strictObject({ type: z.literal('follow'), trials: z.array(trial).max(MOST_FOLLOWED) }),
  /** Opens the run dashboard of trials. */
  z.strictObject({ type: z.literal('openRuns'), trials: z.array(trial).min(1).max(MOST_FOLLOWED) }),
  aboutTrial('exploreNeurons'),
  /** Asks for how many epochs, and trains a run of its own that begins with the trial's SAE. */
  aboutTrial('trainLonger'),
  /** Opens the trial's config as a new file. */
  aboutTrial('copyConfig'),
  saveSchema,
  failedSchema,
]);

export type FromSweep = z.infer<typeof fromSweepSchema>;

/** What the page keeps for the next reload of the window: navigation only. */
export const sweepStateSchema = z.object({
  directory: z.string(),
  /** How the page shows it: its own business. */
  view: z.unknown(),
});

export type SweepState = z.infer<typeof sweepStateSchema>;

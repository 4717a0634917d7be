import * as z from 'zod';
import type { DifferingNeuron } from '../core/analysis/statistics/differingNeurons';
import { EMBEDDING_METHODS, type Embedding, type EmbeddingMethod } from '../core/run/embeddingLine';
import type { LabelsFile } from '../core/run/labelsFile';
import type { ModelView, NodeView } from '../core/run/modelNodes';
import type { NeuronMap } from '../core/run/neuronMap';
import type { NeuronRecord, NeuronsFile } from '../core/run/neuronsFile';
import type { QualityFile } from '../core/run/qualityFile';
import type { Tried } from '../core/run/tried';
import { failedSchema, saveSchema } from './pageMessages';

export type { Embedding, ModelView, NeuronMap, NodeView };

/** An analysed SAE as a whole. What belongs to one neuron is asked for by itself. */
export interface AnalysisView {
  /** Absolute path of the folder with the files: what it is known by in every message. */
  readonly directory: string;
  readonly name: string;
  readonly model: string;
  /** Full name of the hook point. */
  readonly hook: string;
  readonly architecture: string;
  readonly digits: number;
  readonly positions: NeuronsFile['positions'];
  readonly neurons: number;
  /** Probe questions, and the seed that they follow from. */
  readonly questions: number;
  readonly seed: number;
  readonly map: NeuronMap;
  /**
   * The share of a neuron's variance at a position that the column which tells most of it accounts for; NaN where none
   * does; [neurons, positions].
   */
  readonly columnExplained: Float32Array;
  /** The AUROC of the label that describes a neuron best at a position; [neurons, positions]; null without labels. */
  readonly bestScore: Float32Array | null;
  /** By neuron. */
  readonly decoderNorms: Float32Array;
  readonly densities: Float32Array;
  /** The neurons in an order that has similar ones beside each other. */
  readonly similarityOrder: Int32Array;
  /** Null where no labels were looked for. */
  readonly labels: LabelsFile | null;
  readonly groups: NeuronsFile['groups'];
  readonly quality: QualityFile;
  /** Tokens of the probe questions whose activations are kept, with their answers; [sampled questions, 3d + 4]. */
  readonly sampleTokens: Int32Array;
}

/** What one neuron does. */
export interface NeuronView {
  readonly record: NeuronRecord;
  /** On the sampled questions; [positions, sampled questions]. */
  readonly activations: Float32Array;
}

/** A task that another process does, as far as it is. */
export type TaskState =
  | { readonly state: 'running'; readonly stage: string | null; readonly done: number }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'stopped' };

export interface EmbeddingKey {
  readonly position: number;
  readonly method: EmbeddingMethod;
  /** Of t-SNE; null for PCA. */
  readonly perplexity: number | null;
}

/** What the extension tells the explorer. */
export type ToExplorer =
  /** Everything but single neurons: the answer to `ready`, and again after another analysis. */
  | {
      readonly type: 'snapshot';
      /** Absolute path of the folder, whether or not it has an analysis. */
      readonly directory: string;
      /** Null where there is no analysis in the folder, or it cannot be read. */
      readonly analysis: AnalysisView | null;
      readonly name: string;
      /** Whether the folder is that of a run, whose SAE can be analysed and tried out by the folder's name alone. */
      readonly isRun: boolean;
      /** Whether it is one of the workspace's runs. */
      readonly hasDashboard: boolean;
      readonly problem: string | null;
      /** Null where no analysis of this model has looked at its nodes. */
      readonly model: ModelView | null;
      readonly translations: Readonly<Record<string, string>>;
    }
  /** The model's nodes, after another analysis of one of its SAEs. */
  | { readonly type: 'model'; readonly model: ModelView | null }
  | { readonly type: 'neuron'; readonly neuron: number; readonly view: NeuronView }
  /** Why a neuron that was asked for cannot be shown. */
  | { readonly type: 'neuronFailed'; readonly neuron: number; readonly problem: string }
  /** The map over the sampled questions of one class; null where there are none. */
  | { readonly type: 'classMap'; readonly rows: QuestionRows; readonly map: NeuronMap | null }
  | { readonly type: 'embedding'; readonly key: EmbeddingKey; readonly result: Embedding | TaskState }
  /** The neurons that tell the questions of a `compare` from the others, the most telling first. */
  | { readonly type: 'compared'; readonly id: number; readonly neurons: readonly DifferingNeuron[] }
  | { readonly type: 'tried'; readonly id: number; readonly result: Tried | { readonly problem: string } }
  /** The analysis that the user has started here; null when it is over. */
  | { readonly type: 'analysing'; readonly task: TaskState | null }
  /** Shows a neuron, at one position or (null) as it was: the user came from elsewhere for it. */
  | { readonly type: 'reveal'; readonly neuron: number; readonly position: number | null };

export const QUESTION_ROWS = ['S', 'M', 'N'] as const;
export type QuestionRows = (typeof QUESTION_ROWS)[number];

const count = z.int().min(0);
const bare = <const Type extends string>(type: Type) => z.strictObject({ type: z.literal(type) });
const embeddingKey = z.strictObject({
  position: count,
  method: z.enum(EMBEDDING_METHODS),
  perplexity: z.number().min(2).max(1000).nullable(),
});

/** What the explorer tells the extension; checked where it arrives. */
export const fromExplorerSchema = z.discriminatedUnion('type', [
  /** The page is there and has nothing yet. */
  bare('ready'),
  z.strictObject({ type: z.literal('neuron'), neuron: count }),
  /** A neuron that the user may choose next; answered as `neuron` is. */
  z.strictObject({ type: z.literal('readAhead'), neuron: count }),
  z.strictObject({ type: z.literal('classMap'), rows: z.enum(QUESTION_ROWS) }),
  z.strictObject({ type: z.literal('embed'), key: embeddingKey }),
  bare('stopEmbedding'),
  /** Which neurons are more or less active on some of the sampled questions, at a position of the SAE. */
  z.strictObject({
    type: z.literal('compare'),
    /** Comes back with the answer. */
    id: count,
    position: count,
    questions: z.array(count).max(100_000),
    /** The first so many sampled questions that they are compared with. */
    among: count,
  }),
  z.strictObject({
    type: z.literal('try'),
    /** Comes back with the answer. */
    id: count,
    question: z.string().max(100),
    /** Neurons to do without. */
    neurons: z.array(count).max(100_000),
    to: z.enum(['mean', 'zero']),
  }),
  /** Looks for labels and proves them. */
  bare('analyse'),
  bare('stopAnalysis'),
  /** Opens the run's dashboard. */
  bare('openRun'),
  /** Opens the explorer of another analysis of this model. */
  z.strictObject({ type: z.literal('explore'), directory: z.string(), neuron: count.nullable() }),
  saveSchema,
  failedSchema,
]);

export type FromExplorer = z.infer<typeof fromExplorerSchema>;

/** What the page keeps for the next reload of the window. */
export const explorerStateSchema = z.object({
  directory: z.string(),
  /** How the page shows it: its own business. */
  view: z.unknown(),
});

export type ExplorerState = z.infer<typeof explorerStateSchema>;

import { EMBEDDING_METHODS, type EmbeddingMethod } from '../../../core/run/embeddingLine';

const COLOURINGS = ['class', 'complexity', 'task', 'neuron'] as const;
export type Colouring = (typeof COLOURINGS)[number];

export const PERPLEXITIES = [5, 10, 30, 50, 100] as const;

/** How the user looks at embeddings; kept over a reload of the window. */
export interface EmbeddingView {
  /** Token position, counted among all of the model; null until one is chosen. */
  readonly position: number | null;
  readonly method: EmbeddingMethod;
  readonly perplexity: number;
  readonly colouring: Colouring;
  /** What a colouring by sub-task is of: a task's name and its column. */
  readonly task: string;
  readonly digit: number;
}

export const DEFAULT_EMBEDDING_VIEW: EmbeddingView = {
  position: null,
  method: 'tsne',
  perplexity: 30,
  colouring: 'class',
  task: 'ST',
  digit: 0,
};

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function embeddingViewFrom(kept: unknown): EmbeddingView {
  const { position, method, perplexity, colouring, task, digit } = (
    typeof kept === 'object' && kept !== null ? kept : {}
  ) as Record<string, unknown>;
  const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return {
    position: isIndex(position) ? position : null,
    method: EMBEDDING_METHODS.find((name) => name === method) ?? DEFAULT_EMBEDDING_VIEW.method,
    perplexity: PERPLEXITIES.find((value) => value === perplexity) ?? DEFAULT_EMBEDDING_VIEW.perplexity,
    colouring: COLOURINGS.find((name) => name === colouring) ?? DEFAULT_EMBEDDING_VIEW.colouring,
    task: typeof task === 'string' ? task : DEFAULT_EMBEDDING_VIEW.task,
    digit: isIndex(digit) ? digit : DEFAULT_EMBEDDING_VIEW.digit,
  };
}

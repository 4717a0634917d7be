import { setImmediate } from 'node:timers/promises';
import { pca } from '../../core/analysis/embedding/pca';
import type { Points } from '../../core/analysis/embedding/points';
import { trustworthiness } from '../../core/analysis/embedding/trustworthiness';
import { tsne } from '../../core/analysis/embedding/tsne';
import { UserError } from '../../core/errors';
import type { Embedding, EmbeddingMethod } from '../../core/run/embeddingLine';
import type { AnalysisReader } from '../../store/analysisReader';

export interface EmbeddingRequest {
  /** Token position, one of the SAE's. */
  readonly position: number;
  readonly method: EmbeddingMethod;
  /** Of t-SNE. */
  readonly perplexity: number;
  readonly seed: number;
  /** The first of the sample are taken, at most so many. */
  readonly questions: number;
}

const NEIGHBOURS = 12;
/** Fewer have no neighbourhoods to speak of. */
const FEWEST_QUESTIONS = 50;
const MILLISECONDS_PER_TURN = 50;
/** Of the time, roughly. */
const EMBEDDING_SHARE = 0.93;

/**
 * Lays the encodings of an analysis' sampled questions at one position out in the plane.
 *
 * @param proceed hears how much is done, from 0 to 1, some times a second; throws to stop
 * @throws UserError where the SAE has no such position, or there are too few questions
 */
export async function embedEncodings(
  reader: AnalysisReader,
  { position, method, perplexity, seed, questions }: EmbeddingRequest,
  proceed: (done: number) => void,
): Promise<Embedding> {
  const start = performance.now();
  const data = await encodingsAt(reader, position, questions);
  if (data.count < FEWEST_QUESTIONS) {
    throw new UserError(
      `${reader.directory}: ${data.count} questions are too few for a picture of their neighbourhoods; at least ` +
        `${FEWEST_QUESTIONS} are needed`,
    );
  }
  if (method === 'tsne' && 3 * perplexity >= data.count) {
    throw new UserError(
      `perplexity ${perplexity} is too large for ${data.count} questions; it has to be below a third of them`,
    );
  }
  const found =
    method === 'tsne'
      ? await inTurns(tsne(data, { perplexity, seed }), (done) => proceed(EMBEDDING_SHARE * done))
      : undefined;
  const components = found ? undefined : pca(data, seed);
  const points = found?.points ?? components!.projected;
  const trusted = await inTurns(trustworthiness(data, points, NEIGHBOURS), (done) =>
    proceed(EMBEDDING_SHARE + (1 - EMBEDDING_SHARE) * done),
  );
  return {
    type: 'embedding',
    method,
    position,
    points: Array.from({ length: data.count }, (_, i) => [shortened(points[2 * i]!), shortened(points[2 * i + 1]!)]),
    perplexity: found ? perplexity : null,
    kl_divergence: found?.klDivergence ?? null,
    explained_variance_ratio: components ? [...components.explained] : null,
    trustworthiness: trusted,
    seconds: (performance.now() - start) / 1000,
  };
}

/** One point a question; neurons that are off on all of them are no dimensions. */
export async function encodingsAt(reader: AnalysisReader, position: number, questions: number): Promise<Points> {
  const place = reader.header.positions.findIndex((each) => each.position === position);
  if (place < 0) {
    const names = reader.header.positions.map((each) => `P${each.position}`).join(', ');
    throw new UserError(`${reader.directory}: this SAE was not trained on P${position}; its positions are ${names}`);
  }
  const { neurons, sampled } = reader;
  const activations = await reader.activationsAt(place);
  const count = Math.min(questions, sampled);
  const rows = Array.from({ length: neurons }, (_, neuron) =>
    activations.subarray(neuron * sampled, neuron * sampled + count),
  ).filter((row) => row.some((value) => value !== 0));
  const values = new Float64Array(count * rows.length);
  rows.forEach((row, i) => row.forEach((value, question) => (values[question * rows.length + i] = value)));
  return { count, dimensions: rows.length, values };
}

/** Runs something long in pieces, between which signals are heard. */
async function inTurns<T>(task: Generator<number, T>, proceed: (done: number) => void): Promise<T> {
  let told = -Infinity;
  for (let step = task.next(); ; step = task.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - told < MILLISECONDS_PER_TURN) continue;
    await setImmediate();
    proceed(step.value);
    told = performance.now();
  }
}

/** As many digits as a picture shows. */
function shortened(value: number): number {
  return Number(value.toPrecision(6));
}

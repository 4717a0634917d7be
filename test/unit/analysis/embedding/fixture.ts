import type { Points } from '../../../../src/core/analysis/embedding/points';
import { fixture } from '../../../support/json';

/** What scikit-learn makes of points (tools/fixtures/make_embedding.py). */
interface EmbeddingFixture {
  readonly count: number;
  readonly dimensions: number;
  readonly perplexity: number;
  readonly neighbours: number;
  readonly each: number;
  readonly points: readonly number[];
  readonly pca: {
    readonly projected: readonly number[];
    readonly variances: readonly number[];
    readonly explained: readonly number[];
  };
  /** [count, count], of the nearest neighbours, and of all points. */
  readonly affinities: readonly number[];
  readonly affinitiesOfAll: readonly number[];
  readonly layouts: readonly { readonly points: readonly number[]; readonly trustworthiness: number }[];
}

export const EXPECTED = fixture<EmbeddingFixture>('embedding.json');
export const POINTS = pointsOf(EXPECTED.points, EXPECTED.dimensions);

export function pointsOf(values: readonly number[], dimensions: number): Points {
  return { count: values.length / dimensions, dimensions, values: Float64Array.from(values) };
}

/** What a generator returns in the end. */
export function resultOf<T>(task: Generator<unknown, T>): T {
  for (let step = task.next(); ; step = task.next()) if (step.done === true) return step.value;
}

import type { Features } from '../../core/analysis/scores/board';

/**
 * Values of features on many questions at some positions, kept feature by feature:
 * [positions, features, questions].
 */
export class FeatureColumns {
  private readonly values: Float32Array;

  constructor(
    private readonly positions: number,
    private readonly features: number,
    private readonly questions: number,
  ) {
    this.values = new Float32Array(positions * features * questions);
  }

  /**
   * @param rows [at least count, positions, stride], of which the features with these indices are taken
   * @param first index of the first of these questions
   */
  add(rows: Float32Array, stride: number, indices: ArrayLike<number>, first: number, count: number): void {
    const { positions, features, questions, values } = this;
    for (let place = 0; place < positions; place++) {
      for (let feature = 0; feature < features; feature++) {
        const to = (place * features + feature) * questions + first;
        const from = place * stride + indices[feature]!;
        for (let row = 0; row < count; row++) values[to + row] = rows[row * positions * stride + from]!;
      }
    }
  }

  /** The features at one of the positions, by its index; rows are questions. */
  at(place: number): Features {
    const { features, questions, values } = this;
    return {
      count: features,
      values: (feature) => {
        const from = (place * features + feature) * questions;
        return values.subarray(from, from + questions);
      },
    };
  }

  /** The features at several of the positions; rows are position-major. */
  pooled(places: readonly number[]): Features {
    const { features, questions } = this;
    const joined = new Float32Array(places.length * questions);
    return {
      count: features,
      values: (feature) => {
        places.forEach((place, i) => joined.set(this.at(place).values(feature), i * questions));
        return joined;
      },
    };
  }
}

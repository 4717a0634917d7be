import { isOrdered, pointOf, type SearchSpace, type TrialParameters } from '../searchSpace';
import type { Inputs } from './matern';

/**
 * What a Gaussian process sees of parameters. A number is where it stands on its scale, from 0 to 1, once it has been
 * rounded to a value that there is (Garrido-Merchán and Hernández-Lobato 2020). Values that are no numbers are all as
 * far from one another: a feature for each, which share a length scale.
 */
export function featuresOf(space: SearchSpace, parameters: TrialParameters): Float64Array {
  const point = pointOf(space, parameters);
  return Float64Array.from(
    space.flatMap((dimension, i) => {
      if (dimension.kind === 'range' || isOrdered(dimension)) return point[i]!;
      const chosen = Math.floor(point[i]! * dimension.values.length);
      return dimension.values.map((_, value) => (value === chosen ? Math.SQRT1_2 : 0));
    }),
  );
}

/** Which dimension each feature is of. */
export function scalesOf(space: SearchSpace): Inputs['scaleOf'] {
  return space.flatMap((dimension, i) => {
    const count = dimension.kind === 'range' || isOrdered(dimension) ? 1 : dimension.values.length;
    return Array.from({ length: count }, () => i);
  });
}

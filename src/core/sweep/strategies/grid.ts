import { indexOfValue, sizeOf, type SearchSpace, type TrialParameters } from '../searchSpace';

/**
 * Trial `t` of a grid: every combination of the values, the key whose name is last changing fastest, as the notebook
 * (scikit-learn's ParameterGrid) expands it; undefined beyond the last.
 *
 * @param space choices only
 */
export function gridParameters(space: SearchSpace, t: number): TrialParameters | undefined {
  if (t >= sizeOf(space)) return undefined;
  let left = t;
  const entries = space.toReversed().map((dimension) => {
    if (dimension.kind !== 'choice') throw new Error(`a grid needs values of ${dimension.key}, and has a range`);
    const { key, values } = dimension;
    const value = values[left % values.length]!;
    left = Math.floor(left / values.length);
    return [key, value] as const;
  });
  return Object.fromEntries(entries.toReversed());
}

/** The number of the trial of a grid that has these parameters, which are among its values. */
export function gridNumber(space: SearchSpace, parameters: TrialParameters): number {
  return space.reduce((number, dimension) => {
    if (dimension.kind !== 'choice') throw new Error(`a grid needs values of ${dimension.key}, and has a range`);
    const { key, values } = dimension;
    return number * values.length + indexOfValue(values, parameters[key]!);
  }, 0);
}

/** A value of a config key, as JSON has it. */
export type ParameterValue = string | number | boolean | readonly string[];

/** The values of a trial, by config key. */
export type TrialParameters = Readonly<Record<string, ParameterValue>>;

/** One of some values. Numbers are steps of one scale, in the order of their size; others are unlike one another. */
export interface ChoiceDimension {
  readonly key: string;
  readonly kind: 'choice';
  readonly values: readonly ParameterValue[];
}

/** A number from min to max, both included, evenly on a scale. */
interface RangeDimension {
  readonly key: string;
  readonly kind: 'range';
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  /** Whether the numbers are whole ones. */
  readonly whole: boolean;
}

export type Dimension = ChoiceDimension | RangeDimension;

/** What is searched: dimensions in the order of their keys' names, as the notebook expands its grid. */
export type SearchSpace = readonly Dimension[];

/** Dimensions in the order of a search space. */
export function searchSpace(dimensions: readonly Dimension[]): SearchSpace {
  return dimensions.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * The parameters at a point of the unit cube.
 *
 * @param point a coordinate per dimension, from 0 to 1; evenly drawn coordinates give evenly drawn values
 */
export function parametersAt(space: SearchSpace, point: ArrayLike<number>): TrialParameters {
  return Object.fromEntries(space.map((dimension, i) => [dimension.key, valueAt(dimension, point[i]!)]));
}

function valueAt(dimension: Dimension, coordinate: number): ParameterValue {
  if (dimension.kind === 'choice') {
    const values = isOrdered(dimension) ? ascending(dimension) : dimension.values;
    return values[Math.min(values.length - 1, Math.floor(coordinate * values.length))]!;
  }
  const { min, max, whole } = dimension;
  const { low, high } = ends(dimension);
  const value = fromScale(dimension, low + coordinate * (high - low));
  // Rounding could lead beyond the ends.
  return Math.min(max, Math.max(min, whole ? Math.round(value) : value));
}

/** The point of the unit cube that parameters have: for values that many coordinates give, the middle of those. */
export function pointOf(space: SearchSpace, parameters: TrialParameters): Float64Array {
  return Float64Array.from(space, (dimension) => coordinateOf(dimension, parameters[dimension.key]!));
}

function coordinateOf(dimension: Dimension, value: ParameterValue): number {
  if (dimension.kind === 'choice') {
    const values = isOrdered(dimension) ? ascending(dimension) : dimension.values;
    return (indexOfValue(values, value) + 0.5) / values.length;
  }
  const { low, high } = ends(dimension);
  return (toScale(dimension, value as number) - low) / (high - low);
}

/** Whether the values of a choice are steps of one scale. */
export function isOrdered({ values }: ChoiceDimension): boolean {
  return values.every((value) => typeof value === 'number');
}

/** How many different parameters a space has; infinite where it has a range of numbers that are not whole. */
export function sizeOf(space: SearchSpace): number {
  return space.reduce((size, dimension) => size * countOf(dimension), 1);
}

function countOf(dimension: Dimension): number {
  if (dimension.kind === 'choice') return dimension.values.length;
  return dimension.whole ? dimension.max - dimension.min + 1 : Infinity;
}

/** A text that is the same for the same parameters, whatever the order of their keys. */
export function parametersText(parameters: TrialParameters): string {
  return JSON.stringify(Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function ascending({ values }: ChoiceDimension): readonly ParameterValue[] {
  return values.toSorted((a, b) => (a as number) - (b as number));
}

/** The place of a value among others; -1 where it is none of them. */
export function indexOfValue(values: readonly ParameterValue[], value: ParameterValue): number {
  const text = JSON.stringify(value);
  return values.findIndex((candidate) => JSON.stringify(candidate) === text);
}

/** The ends of a range on its scale. A whole number has the room from half below it to half above it. */
function ends(dimension: RangeDimension): { low: number; high: number } {
  const half = dimension.whole ? 0.5 : 0;
  return { low: toScale(dimension, dimension.min - half), high: toScale(dimension, dimension.max + half) };
}

const toScale = ({ scale }: RangeDimension, value: number) => (scale === 'log' ? Math.log(value) : value);
const fromScale = ({ scale }: RangeDimension, value: number) => (scale === 'log' ? Math.exp(value) : value);

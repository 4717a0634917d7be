import type { ObjectiveName } from '../config/sweepConfig';

/** What a trial came to, by objective; null where it could not be measured or was not finite. */
export type ObjectiveValues = Readonly<Partial<Record<ObjectiveName, number | null>>>;

const larger: Readonly<Record<ObjectiveName, boolean>> = {
  score: false,
  loss: false,
  density: false,
  explained_variance: true,
  spliced_accuracy: true,
  coverage: true,
};

/** Whether more of it is better. */
function isLargerBetter(objective: ObjectiveName): boolean {
  return larger[objective];
}

/** Objectives that every epoch of training measures; the others want the trained SAE. */
const measuredByEpochs: readonly ObjectiveName[] = ['score', 'loss', 'density'];

/** Whether an objective can be told before training ends. */
export function isMeasuredByEpochs(objective: ObjectiveName): boolean {
  return measuredByEpochs.includes(objective);
}

/**
 * What trials are compared by before they are trained to their end: the first objective that every epoch measures, else
 * the loss.
 */
export function earlyObjective(objectives: readonly ObjectiveName[]): ObjectiveName {
  return objectives.find(isMeasuredByEpochs) ?? 'loss';
}

/** The objectives of a trial as numbers of which the smaller are better; null where one of them is missing. */
export function minimised(values: ObjectiveValues, objectives: readonly ObjectiveName[]): number[] | null {
  const numbers = objectives.map((name) => {
    const value = values[name];
    if (value === undefined || value === null || !Number.isFinite(value)) return null;
    return isLargerBetter(name) ? -value : value;
  });
  return numbers.every((number) => number !== null) ? numbers : null;
}

import * as z from 'zod';
import type { ResolvedConfig } from '../config/saeConfig';
import { wholeKeys } from '../config/searchSpaceKeys';
import { parseJsonFile } from '../formats/checkedJson';
import { PythonFloat, pythonJsonText, type PythonValue } from '../formats/writePythonJson';
import { parametersSchema } from './ledgerLine';
import {
  indexOfValue,
  type Dimension,
  type ParameterValue,
  type SearchSpace,
  type TrialParameters,
} from './searchSpace';

/** What the notebook's library searches, and its files say of each trial. */
const notebookKeys = [
  'encoding_dim',
  'learning_rate',
  'sparsity_target',
  'sparsity_weight',
  'l1_weight',
  'num_epochs',
  'patience',
] as const;

/** Python writes numbers that are not finite, too. */
const figure = z.custom<number>((value) => typeof value === 'number', 'expected a number');

const notebookTrialSchema = z.object({
  parameters: parametersSchema,
  score: figure,
  avg_loss: figure,
  /** The density. */
  avg_sparsity: figure,
  neurons_used: z.int().min(0),
});

/** `sae_<8 hex>.json`: a trial as the notebook's library keeps it. */
export type NotebookTrial = z.infer<typeof notebookTrialSchema>;

/**
 * Reads `sae_<8 hex>.json`.
 *
 * @throws UserError naming the file and what is wrong with it
 */
export function parseNotebookTrial(text: string, file: string): NotebookTrial {
  return parseJsonFile(notebookTrialSchema, text, file);
}

/** The text of `sae_<8 hex>.json`. */
export function notebookTrialText({ parameters, neurons_used, ...figures }: NotebookTrial): string {
  const { score, avg_loss, avg_sparsity } = figures;
  const [asFloat, params] = [(value: number) => new PythonFloat(value), pythonParameters(parameters)];
  return pythonJsonText({
    parameters: params,
    score: asFloat(score),
    avg_loss: asFloat(avg_loss),
    avg_sparsity: asFloat(avg_sparsity),
    neurons_used,
  });
}

/** The text of parameters alone, numbers that may have a fraction with a point. */
export function notebookParametersFile(parameters: TrialParameters): string {
  return pythonJsonText(pythonParameters(parameters));
}

/**
 * The parameters of a trial as the notebook's library would have them: its seven, and what else was searched.
 *
 * @param searched the keys of the sweep's space
 */
export function notebookParameters(config: ResolvedConfig, searched: readonly string[]): TrialParameters {
  const values = config as unknown as Readonly<Record<string, ParameterValue>>;
  return Object.fromEntries([...new Set([...notebookKeys, ...searched])].map((key) => [key, values[key]!]));
}

/**
 * Fits the parameters of a file to a sweep: those that are searched must be among its values, all others what every
 * trial of it has.
 *
 * @param first any trial of the sweep
 * @returns the searched ones, or what is wrong, one message each
 */
export function fitParameters(
  { parameters }: Pick<NotebookTrial, 'parameters'>,
  space: SearchSpace,
  first: ResolvedConfig,
): TrialParameters | string[] {
  const shared: Readonly<Record<string, unknown>> = first;
  const problems: string[] = [];
  const isSearched = (key: string) => space.some((dimension) => dimension.key === key);
  for (const dimension of space) {
    const { key } = dimension;
    const value = parameters[key];
    if (value === undefined) problems.push(`it does not say ${key}, which this sweep searches`);
    else if (!isWithin(dimension, value)) problems.push(`${key} ${JSON.stringify(value)} is not in this sweep's space`);
  }
  for (const [key, value] of Object.entries(parameters)) {
    if (isSearched(key) || JSON.stringify(value) === JSON.stringify(shared[key])) continue;
    const own = key in shared ? `${JSON.stringify(shared[key])} in this sweep` : 'no key of this sweep';
    problems.push(`${key} is ${JSON.stringify(value)} in the file, ${own}`);
  }
  return problems.length > 0 ? problems : Object.fromEntries(space.map(({ key }) => [key, parameters[key]!]));
}

function isWithin(dimension: Dimension, value: ParameterValue): boolean {
  if (dimension.kind === 'choice') {
    return indexOfValue(dimension.values, value) >= 0;
  }
  const { min, max, whole } = dimension;
  return typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));
}

function pythonParameters(parameters: TrialParameters): PythonValue {
  const isWhole = (key: string) => [...wholeKeys, 'layer_num', 'seed'].includes(key);
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      typeof value === 'number' && !isWhole(key) ? new PythonFloat(value) : value,
    ]),
  );
}

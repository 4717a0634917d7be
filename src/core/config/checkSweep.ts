import type { Dimension, ParameterValue, TrialParameters } from '../sweep/searchSpace';
import { ConfigError, type Problem } from './configError';
import type { ParsedSweep } from './parseSweep';
import { resolveConfig, type ModelFacts } from './resolveConfig';
import { trialConfig, type ResolvedSweep } from './resolveSweep';

/**
 * Checks a sweep against its model, before any of it is trained: every value of every list, and the ends of every range,
 * in a trial whose other values are the first ones.
 *
 * @throws ConfigError with every key of the file, and every value under `space`, that contradicts the model
 */
export function checkSweep(parsed: ParsedSweep, sweep: ResolvedSweep, facts: ModelFacts): void {
  const first = Object.fromEntries(sweep.space.map((dimension) => [dimension.key, extremes(dimension)[0]!]));
  const problems = sweep.space.flatMap((dimension) => {
    return extremes(dimension).flatMap((value) => {
      return problemsOf(parsed, sweep, { ...first, [dimension.key]: value }, facts);
    });
  });
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  if (distinct.size > 0) throw new ConfigError(parsed.document.file, [...distinct.values()]);
}

function extremes(dimension: Dimension): readonly ParameterValue[] {
  return dimension.kind === 'choice' ? dimension.values : [dimension.min, dimension.max];
}

function problemsOf(
  parsed: ParsedSweep,
  sweep: ResolvedSweep,
  parameters: TrialParameters,
  facts: ModelFacts,
): Problem[] {
  try {
    resolveConfig(trialConfig(parsed, sweep, parameters), facts, (path) => path);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ key, message }) => inSweep(parsed, parameters, key, message));
  }
}

/** A problem of a trial's config, at its place in the file of the sweep. */
function inSweep(
  { document, config }: ParsedSweep,
  parameters: TrialParameters,
  key: string,
  message: string,
): Problem {
  if (!Object.hasOwn(parameters, key)) return document.problemAtValue([key], message);
  if (typeof config.space === 'string') return document.problemAtValue(['space'], `${key}: ${message}`);
  const entry: unknown = config.space[key as keyof typeof config.space];
  const index = Array.isArray(entry) ? entry.map(text).indexOf(text(parameters[key])) : -1;
  return document.problemAtValue(['space', key, ...(index < 0 ? [] : [index])], message);
}

const text = (value: unknown) => JSON.stringify(value);

import * as z from 'zod';
import { differences } from '../config/differences';
import type { ResolvedSweep } from '../config/resolveSweep';
import { resolvedConfigSchema } from '../config/saeConfig';
import { sweepConfigSchema } from '../config/sweepConfig';

const sha256 = z.hex().length(64);

/** `sweep.json`: everything that decided which trials a sweep has and what they train. */
export const sweepFileSchema = z.object({
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
  /** The config file: its absolute path, its text, its keys as written. */
  config: z.object({ file: z.string(), text: z.string(), written: sweepConfigSchema }),
  /** The config of the first trial with every value filled in. */
  first: resolvedConfigSchema,
  /** What chooses the trials, as `searchText` puts it. */
  search: z.string(),
  model: z.object({ name: z.string(), path: z.string(), sha256 }),
  /** Hashes of the config's data files; null where it names none. */
  questions: sha256.nullable(),
  init_from: sha256.nullable(),
  versions: z.object({ quanta: z.string(), onnxruntime: z.string(), node: z.string() }),
});

export type SweepFile = z.infer<typeof sweepFileSchema>;

/**
 * A text that is the same for sweeps that choose the same trials. Limits are no part of it, so that a sweep can be told
 * to go on for longer, but for a Latin hypercube, whose pieces are as many as its trials.
 */
export function searchText({ space, strategy, searchSeed, objectives, halving, limits }: ResolvedSweep): string {
  const pieces = strategy === 'latin_hypercube' ? limits.trials : null;
  return JSON.stringify({ space, strategy, searchSeed, objectives, halving, pieces });
}

/** Keys of a trial that change where it is trained and what is looked at afterwards, not what it comes to. */
const BESIDE_THE_RESULT: readonly string[] = ['model', 'provider', 'device', 'analyse', 'watch_neurons'];

/** What makes a sweep another one than the one that a directory holds, one line each; none where it can go on. */
export function sweepChanges(recorded: SweepFile, asked: SweepFile): string[] {
  const changes = differences(recorded.first, asked.first)
    .filter(({ key }) => !BESIDE_THE_RESULT.includes(key))
    .map(({ key, a, b }) => `${key}: ${JSON.stringify(a)} in the sweep, ${JSON.stringify(b)} in the config`);
  changes.push(...searchDifferences(recorded, asked));
  if (recorded.model.sha256 !== asked.model.sha256) changes.push(`model: another file than ${recorded.model.path}`);
  if (recorded.questions !== asked.questions) changes.push('questions: the file has changed');
  if (recorded.init_from !== asked.init_from) changes.push('init_from: the file has changed');
  return changes;
}

/** The keys of a config that stand behind those of a search's text. */
const KEYS_OF_SEARCH: Readonly<Record<string, string>> = {
  searchSeed: 'search_seed',
  objectives: 'objective',
  pieces: 'limits.trials (of a Latin hypercube)',
};

function searchDifferences(recorded: SweepFile, asked: SweepFile): string[] {
  const [before, now] = [recorded, asked].map(({ search }) => JSON.parse(search) as Readonly<Record<string, unknown>>);
  return Object.keys({ ...before, ...now }).flatMap((key) => {
    const [a, b] = [before, now].map((search) => JSON.stringify(search?.[key]));
    return a === b ? [] : `${KEYS_OF_SEARCH[key] ?? key}: ${a ?? 'none'} in the sweep, ${b ?? 'none'} in the config`;
  });
}

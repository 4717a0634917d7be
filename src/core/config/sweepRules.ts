import type { Problem } from './configError';
import { defaultPreset, defaultsOf } from './defaults';
import type { JsoncDocument, Path } from './jsoncDocument';
import { writtenSpace } from './namedSpaces';
import { architectureKeys } from './saeConfig';
import type { SweepConfig, WrittenSpace } from './sweepConfig';

type Entry = NonNullable<WrittenSpace[keyof WrittenSpace]>;
type Entries = readonly (readonly [key: string, entry: Entry])[];

/** Breaches of the rules between the keys of a sweep; those between the keys of each trial are `keyRules`'. */
export function sweepRuleProblems(document: JsoncDocument, config: SweepConfig): Problem[] {
  const space = writtenSpace(config.space);
  const entries: Entries = Object.entries(space);
  return [
    ...(entries.length === 0 ? [document.problemAtValue(['space'], 'expected at least one key to search')] : []),
    ...entries.flatMap(([key, entry]) => entryProblems(document, key, entry)),
    ...givenTwice(document, entries),
    ...architectureProblems(document, config, entries),
    ...sizeProblems(document, config, space),
    ...gridProblems(document, config, entries),
    ...questionsProblems(document, config, space),
    ...objectiveProblems(document, config),
    ...halvingProblems(document, config, space),
    ...slurmProblems(document, config),
  ];
}

/** A key of the space, or the space itself where it is one that is known by name. */
function pathOf(document: JsoncDocument, key: string): Path {
  return document.has(['space', key]) ? ['space', key] : ['space'];
}

function entryProblems(document: JsoncDocument, key: string, entry: Entry): Problem[] {
  const path = pathOf(document, key);
  if (Array.isArray(entry)) {
    const texts = entry.map((value) => JSON.stringify(value));
    return texts.flatMap((text, i) => {
      const first = texts.indexOf(text);
      if (first === i) return [];
      return document.problemAtValue([...path, i], `${text} is in this list already: each value is tried once`);
    });
  }
  const { min, max, scale } = entry;
  if (min >= max) return [document.problemAtValue(path, `expected min below max, found min ${min} and max ${max}`)];
  if (scale !== 'log' || min > 0) return [];
  const message = `expected min greater than 0, which a logarithmic scale cannot show, found ${min}`;
  return [document.problemAtValue([...path, 'min'], message)];
}

function givenTwice(document: JsoncDocument, entries: Entries): Problem[] {
  const twice = entries.filter(([key]) => document.has([key]));
  return twice.map(([key]) => document.problemAtKey([key], 'also searched under "space": remove one of the two'));
}

function architectureProblems(document: JsoncDocument, config: SweepConfig, entries: Entries): Problem[] {
  const architecture = architectureOf(config);
  const other = architecture === 'kl' ? 'topk' : 'kl';
  const refused: readonly string[] = architectureKeys[other];
  const isNamed = typeof config.space === 'string';
  const problems = entries
    .filter(([key]) => refused.includes(key))
    .map(([key]) => {
      const message = `only the architecture "${other}" has the key ${key}, and this sweep trains "${architecture}"`;
      const help = `${message}: set "architecture": "${other}"`;
      return isNamed
        ? document.problemAtValue(['space'], help)
        : document.problemAtKey(['space', key], `${help}, or remove it`);
    });
  // All keys of a space that goes by a name stand at the same place.
  return isNamed ? problems.slice(0, 1) : problems;
}

function architectureOf({ preset = defaultPreset, architecture }: SweepConfig): 'topk' | 'kl' {
  return architecture ?? defaultsOf(preset).architecture;
}

/** The smallest and largest value of a key of a trial. */
function bounds(config: SweepConfig, space: WrittenSpace, key: 'k' | 'encoding_dim' | 'num_epochs'): [number, number] {
  const entry = space[key];
  const only = config[key] ?? defaultsOf(config.preset ?? defaultPreset)[key];
  const values = Array.isArray(entry) ? entry : entry ? [entry.min, entry.max] : [only];
  return [Math.min(...values), Math.max(...values)];
}

function sizeProblems(document: JsoncDocument, config: SweepConfig, space: WrittenSpace): Problem[] {
  if (!space.k && !space.encoding_dim) return [];
  const [smallest] = bounds(config, space, 'encoding_dim');
  const [, largestK] = bounds(config, space, 'k');
  const problems: Problem[] = (config.watch_neurons ?? []).flatMap((neuron, i) => {
    if (neuron < smallest) return [];
    const message = `expected a neuron that every trial has, from 0 to ${smallest - 1}, found ${neuron}`;
    return document.problemAtValue(['watch_neurons', i], message);
  });
  if (architectureOf(config) !== 'topk' || largestK <= smallest) return problems;
  const path = pathOf(document, space.k ? 'k' : 'encoding_dim');
  const message = `expected k to be at most encoding_dim in every trial, found k up to ${largestK} and encoding_dim from ${smallest}`;
  return [...problems, document.problemAtValue(path, message)];
}

function gridProblems(document: JsoncDocument, { strategy }: SweepConfig, entries: Entries): Problem[] {
  if (strategy !== 'grid') return [];
  const ranges = entries.filter(([, entry]) => !Array.isArray(entry));
  const message = 'a grid needs a list of values in place of a range: write one, or choose another strategy';
  return ranges.map(([key]) => document.problemAtValue(pathOf(document, key), message));
}

function questionsProblems(document: JsoncDocument, { questions }: SweepConfig, space: WrittenSpace): Problem[] {
  if (questions === undefined || !space.num_batches) return [];
  const message = 'not allowed beside "questions", whose file is the epoch: remove one of the two';
  return [document.problemAtKey(pathOf(document, 'num_batches'), message)];
}

function objectiveProblems(document: JsoncDocument, { objective }: SweepConfig): Problem[] {
  if (!Array.isArray(objective)) return [];
  return objective.flatMap((name, i) => {
    if (objective.indexOf(name) === i) return [];
    return document.problemAtValue(['objective', i], `"${name}" is in this list already: remove one of the two`);
  });
}

function halvingProblems(document: JsoncDocument, config: SweepConfig, space: WrittenSpace): Problem[] {
  if (config.halving === undefined) return [];
  const { min_epochs = 1 } = config.halving;
  const [, most] = bounds(config, space, 'num_epochs');
  if (min_epochs < most) return [];
  const message = `expected fewer epochs than num_epochs, which is at most ${most}, found ${min_epochs}: no trial could stop early`;
  return [document.problemAtValue(['halving', 'min_epochs'], message)];
}

function slurmProblems(document: JsoncDocument, { executor, slurm }: SweepConfig): Problem[] {
  if (slurm === undefined || executor === 'slurm') return [];
  const message = 'only the executor "slurm" has this key: set "executor": "slurm", or remove it';
  return [document.problemAtKey(['slurm'], message)];
}

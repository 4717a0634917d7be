import type { Problem } from './configError';
import { defaultPreset, defaultsOf } from './defaults';
import type { JsoncDocument } from './jsoncDocument';
import { architectureKeys, type SaeConfig } from './saeConfig';

/**
 * Breaches of the rules between keys, as far as the keys concerned are valid by themselves.
 * @param valid the keys of the document that hold a valid value
 * @param searched keys that a sweep gives many values, elsewhere in the document: their defaults mean nothing
 */
export function keyRuleProblems(
  document: JsoncDocument,
  valid: Partial<SaeConfig>,
  searched: readonly string[] = [],
): Problem[] {
  const values = effectiveValues(document, valid, searched);
  return [
    // A contradicted preset says nothing about which keys were meant for which architecture.
    ...(contradictsPreset(values) ? [presetProblem(document)] : architectureProblems(document, values)),
    ...watchedProblems(document, values),
    ...questionsProblems(document),
  ];
}

/** What training would use: the file's value, else the preset's; nothing where the file's is invalid. */
function effectiveValues(
  document: JsoncDocument,
  valid: Partial<SaeConfig>,
  searched: readonly string[],
): Partial<SaeConfig> {
  const preset = document.has(['preset']) ? valid.preset : defaultPreset;
  const defaults = preset === undefined ? {} : defaultsOf(preset);
  const leftOut = Object.entries(defaults).filter(([key]) => !document.has([key]) && !searched.includes(key));
  return { ...Object.fromEntries(leftOut), ...valid };
}

function contradictsPreset({ preset, architecture }: Partial<SaeConfig>): boolean {
  return preset === 'notebook' && architecture !== undefined && architecture !== 'kl';
}

function presetProblem(document: JsoncDocument): Problem {
  const message = `the preset "notebook" trains "kl" only, found ${document.quote(['architecture'])}: remove one of the two`;
  return document.problemAtValue(['architecture'], message);
}

function architectureProblems(document: JsoncDocument, values: Partial<SaeConfig>): Problem[] {
  const { architecture, k, encoding_dim } = values;
  if (architecture === undefined) return [];
  const other = architecture === 'kl' ? 'topk' : 'kl';
  const refused = architectureKeys[other].filter((key) => document.has([key]));
  const problems = refused.map((key) => {
    const message = `only the architecture "${other}" has this key, and this config trains "${architecture}": remove it`;
    return document.problemAtKey([key], message);
  });
  if (architecture === 'topk' && k !== undefined && encoding_dim !== undefined && k > encoding_dim) {
    const written = document.has(['k']) ? 'k' : 'encoding_dim';
    const message = `expected k to be at most encoding_dim, found k ${k} and encoding_dim ${encoding_dim}`;
    problems.push(document.problemAtValue([written], `${message}: set k to at most ${encoding_dim}`));
  }
  return problems;
}

function watchedProblems(document: JsoncDocument, { watch_neurons = [], encoding_dim }: Partial<SaeConfig>): Problem[] {
  if (encoding_dim === undefined) return [];
  return watch_neurons.flatMap((neuron, i) => {
    if (neuron < encoding_dim) return [];
    const message = `expected a neuron from 0 to ${encoding_dim - 1} (encoding_dim - 1), found ${neuron}`;
    return document.problemAtValue(['watch_neurons', i], message);
  });
}

function questionsProblems(document: JsoncDocument): Problem[] {
  if (!document.has(['questions']) || !document.has(['num_batches'])) return [];
  const message = 'not allowed beside "questions", whose file is the epoch: remove one of the two';
  return [document.problemAtKey(['num_batches'], message)];
}

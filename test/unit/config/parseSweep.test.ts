import { describe, expect, it } from 'vitest';
import { ConfigError, type Problem } from '../../../src/core/config/configError';
import { parseSweep } from '../../../src/core/config/parseSweep';

function problemsOf(text: string): readonly Problem[] {
  try {
    parseSweep(text, 'a.quanta.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error(`this sweep should be refused: ${text}`);
}

/** A sweep whose second line, from its third column on, is the line under test. */
const withLine = (line: string) => `{ "kind": "sweep", "model": "m",\n  ${line}\n}`;

const SPACE = '"space": {"batch_size": [32]}';

/** What is wrong: the line, where (column, key), and what is said. */
const wrongLines: [line: string, column: number, key: string, ...message: string[]][] = [
  ['"space": null', 12, 'space', 'an object of keys and their values', 'found null'],
  ['"space": []', 12, 'space', 'an object of keys and their values', 'found the list []'],
  ['"space": "notebook"', 12, 'space', '"notebook_grid" or "notebook_search"', 'found the string "notebook"'],
  ['"space": {}', 12, 'space', 'at least one key'],
  ['"space": {"learning_rte": [1e-3]}', 13, 'space.learning_rte', 'did you mean "learning_rate"?'],
  ['"space": {"model": ["a"]}', 13, 'space.model', 'unknown key', 'layer_num'],
  ['"space": {"k": 4}', 18, 'space.k', 'a list of values, such as [32, 64], or a range', 'found 4'],
  ['"space": {"k": []}', 18, 'space.k', 'a list of values', 'found the list []'],
  ['"space": {"k": [4, 0]}', 22, 'space.k[1]', 'at least 1', 'found 0'],
  ['"space": {"k": [4, 8, 4]}', 25, 'space.k[2]', '4 is in this list already'],
  ['"space": {"seed": {"min": 1, "max": 2}}', 21, 'space.seed', 'a list of values', 'found the object'],
  ['"space": {"positions": ["all", ["P9", 3]]}', 41, 'space.positions[1][1]', 'P9-P20', 'found 3'],
  ['"space": {"k": {"min": 4}}', 18, 'space.k.max', 'missing, expected a whole number'],
  ['"space": {"k": {"min": 4, "max": 5.5}}', 36, 'space.k.max', 'whole number', 'found 5.5'],
  ['"space": {"k": {"min": 4, "max": 8, "step": 2}}', 39, 'space.k.step', 'unknown key', 'min, max, scale'],
  ['"space": {"k": {"min": 4, "max": 8, "scale": "exp"}}', 48, 'space.k.scale', '"linear" or "log"'],
  ['"space": {"k": {"min": 8, "max": 8}}', 18, 'space.k', 'min below max', 'min 8 and max 8'],
  [
    '"architecture": "kl", "space": {"l1_weight": {"min": 0, "max": 1, "scale": "log"}}',
    56,
    'space.l1_weight.min',
    'greater than 0',
  ],
  ['"space": {"l1_weight": [1]}', 13, 'space.l1_weight', 'only the architecture "kl"', '"architecture": "kl"'],
  ['"preset": "notebook", "space": {"k": [4]}', 35, 'space.k', 'only the architecture "topk"'],
  ['"space": "notebook_grid"', 12, 'space', 'only the architecture "kl"'],
  ['"k": 4, "space": {"k": [4, 8]}', 3, 'k', 'also searched under "space"'],
  ['"space": {"k": [4, 600]}', 18, 'space.k', 'found k up to 600 and encoding_dim from 512'],
  ['"space": {"encoding_dim": {"min": 8, "max": 64}}', 29, 'space.encoding_dim', 'k up to 16 and encoding_dim from 8'],
  ['"watch_neurons": [40], "space": {"encoding_dim": [32, 64]}', 21, 'watch_neurons[0]', 'from 0 to 31', 'found 40'],
  [
    '"strategy": "grid", "space": {"k": {"min": 4, "max": 8}}',
    38,
    'space.k',
    'a list of values in place of a range',
    'another strategy',
  ],
  ['"questions": "q.txt", "space": {"num_batches": [4]}', 35, 'space.num_batches', 'beside "questions"'],
  [`${SPACE}, "strategy": "tpe"`, 46, 'strategy', '"latin_hypercube"', 'found the string "tpe"'],
  [`${SPACE}, "objective": "mse"`, 47, 'objective', 'an objective such as "score"', 'found the string "mse"'],
  [`${SPACE}, "objective": ["loss", "loss"]`, 56, 'objective[1]', '"loss" is in this list already'],
  [`${SPACE}, "limits": {"trial": 3}`, 45, 'limits.trial', 'did you mean "trials"?'],
  [`${SPACE}, "limits": {"minutes": -1}`, 56, 'limits.minutes', 'greater than 0', 'found -1'],
  [`${SPACE}, "halving": {"min_epochs": 10}`, 60, 'halving.min_epochs', 'at most 10, found 10'],
  [`${SPACE}, "slurm": {"gpus": 1}`, 34, 'slurm', 'only the executor "slurm"'],
  [`${SPACE}, "executor": "slurm", "slurm": {"time": "long"}`, 73, 'slurm.time', 'such as "4:00:00"'],
  [`${SPACE}, "k": 600`, 39, 'k', 'found k 600 and encoding_dim 512'],
  [`${SPACE}, "kinds": 1`, 34, 'kinds', 'did you mean "kind"?'],
  [`"operations": {"add": 100, "div": 1}, ${SPACE}`, 30, 'operations.div', 'add, sub, mul'],
  [`"operations": {"add": 1}, ${SPACE}`, 17, 'operations', 'add up to 100'],
];

describe('parseSweep', () => {
  it('reads a sweep as it is written, comments and all', () => {
    const text = `{
      "kind": "sweep", // not one SAE
      "model": "mix_d6_l3_h4_t60K_s100003",
      "preset": "notebook",
      "space": { "encoding_dim": [32, 64], "learning_rate": { "min": 1e-4, "max": 1e-2, "scale": "log" }, },
      "objective": ["loss", "density"],
      "limits": { "trials": 20 },
    }`;
    expect(parseSweep(text, 'a').config).toEqual({
      kind: 'sweep',
      model: 'mix_d6_l3_h4_t60K_s100003',
      preset: 'notebook',
      space: { encoding_dim: [32, 64], learning_rate: { min: 1e-4, max: 1e-2, scale: 'log' } },
      objective: ['loss', 'density'],
      limits: { trials: 20 },
    });
  });

  it('judges the values of searched keys, not the defaults that they replace', () => {
    // The default k is 16, and 8 neurons are too few for it alone.
    const text = withLine('"space": {"encoding_dim": [8, 16], "k": {"min": 2, "max": 8}}, "watch_neurons": [7]');
    expect(parseSweep(text, 'a').config.watch_neurons).toEqual([7]);
  });

  it.each(wrongLines)('refuses %s', (line, column, key, ...messages) => {
    const problems = problemsOf(withLine(line));
    expect(problems).toMatchObject([{ line: 2, column, key }]);
    for (const message of messages) expect(problems[0]!.message).toContain(message);
  });

  it('refuses a file of the other kind, and one without a space', () => {
    expect(problemsOf('{"kind": "sae", "model": "m"}')).toMatchObject([
      { key: 'kind', message: expect.stringContaining('train it with quanta train') as string },
    ]);
    expect(problemsOf('{"kind": "swep", "model": "m"}')).toMatchObject([
      { key: 'space', message: expect.stringContaining('missing, expected an object of keys') as string },
      { key: 'kind', message: 'expected "sweep", found the string "swep"' },
    ]);
  });

  it('tells all problems at once, in the order of the file', () => {
    const problems = problemsOf(`{ "kind": "sweep",
      "space": {
        "k": [0],
        "encoding_dim": { "max": "many" },
      },
      "limits": { "trials": 1.5 }, "l1_weight": 2
    }`);
    expect(problems.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '1 model',
      '3 space.k[0]',
      '4 space.encoding_dim.min',
      '4 space.encoding_dim.max',
      '6 limits.trials',
      '6 l1_weight',
    ]);
  });
});

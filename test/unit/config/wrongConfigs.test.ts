import { describe, expect, it } from 'vitest';
import { ConfigError, type Problem } from '../../../src/core/config/configError';
import { parseConfig } from '../../../src/core/config/parseConfig';
import { UserError } from '../../../src/core/errors';

/** What is said of a text that is no valid config. */
function errorOf(text: string): ConfigError {
  try {
    parseConfig(text, 'a.quanta.json');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`this config should be refused: ${text}`);
}

const problemsOf = (text: string): readonly Problem[] => errorOf(text).problems;

/** A config whose second line, from its third column on, is the line under test. */
const withLine = (line: string) => `{ "kind": "sae", "model": "m",\n  ${line}\n}`;

/** Lines that are wrong by themselves: where (column, key) and what is said. */
const wrongLines: [line: string, column: number, key: string, ...message: string[]][] = [
  ['"layer_num": -1', 16, 'layer_num', 'whole number of at least 0', 'found -1'],
  ['"layer_num": "0"', 16, 'layer_num', 'whole number', 'found the string "0"'],
  ['"layer_num": 0.5', 16, 'layer_num', 'whole number', 'found 0.5'],
  ['"hook": ""', 11, 'hook', 'expected the name of a hook', 'found the string ""'],
  ['"hook": null', 11, 'hook', 'expected the name of a hook', 'found null'],
  ['"positions": []', 16, 'positions', 'P9-P20', 'found the list []'],
  ['"positions": 9', 16, 'positions', 'P9-P20', 'found 9'],
  ['"positions": ["P9", 10]', 16, 'positions', 'found the list ["P9", 10]'],
  ['"preset": "notebok"', 13, 'preset', 'expected "default" or "notebook"', 'found the string "notebok"'],
  ['"architecture": "relu"', 19, 'architecture', 'expected "topk" or "kl"', 'found the string "relu"'],
  ['"k": 0', 8, 'k', 'whole number of at least 1', 'found 0'],
  ['"k": [16]', 8, 'k', 'whole number of at least 1', 'found the list [16]'],
  ['"architecture": "kl", "sparsity_target": 0', 44, 'sparsity_target', 'from 1e-7 to 1 - 1e-7', 'found 0'],
  ['"architecture": "kl", "sparsity_target": 9e-8', 44, 'sparsity_target', 'from 1e-7', 'found 9e-8'],
  ['"architecture": "kl", "sparsity_target": 0.99999995', 44, 'sparsity_target', 'to 1 - 1e-7'],
  ['"architecture": "kl", "sparsity_target": 1', 44, 'sparsity_target', 'from 1e-7 to 1 - 1e-7', 'found 1'],
  ['"architecture": "kl", "sparsity_weight": -1e-3', 44, 'sparsity_weight', 'at least 0', 'found -1e-3'],
  ['"architecture": "kl", "l1_weight": {}', 38, 'l1_weight', 'at least 0', 'found the object {}'],
  ['"encoding_dim": 0', 19, 'encoding_dim', 'at least 1', 'found 0'],
  ['"encoding_dim": 1e300', 19, 'encoding_dim', 'whole number', 'found 1e300'],
  ['"learning_rate": 0', 20, 'learning_rate', 'greater than 0', 'found 0'],
  ['"learning_rate": 1e999', 20, 'learning_rate', 'finite number greater than 0', 'found 1e999'],
  ['"learning_rate": true', 20, 'learning_rate', 'greater than 0', 'found true'],
  ['"num_epochs": 0', 17, 'num_epochs', 'from 1 to 100000', 'found 0'],
  ['"num_epochs": 100001', 17, 'num_epochs', 'from 1 to 100000', 'found 100001'],
  ['"patience": 0', 15, 'patience', 'at least 1', 'found 0'],
  ['"early_stopping_threshold": -1', 31, 'early_stopping_threshold', 'at least 0', 'found -1'],
  ['"num_batches": 1.5', 18, 'num_batches', 'whole number', 'found 1.5'],
  ['"num_batches": 1000001', 18, 'num_batches', 'from 1 to 1000000', 'found 1000001'],
  ['"batch_size": 65537', 17, 'batch_size', 'from 1 to 65536', 'found 65537'],
  ['"batch_size": "64"', 17, 'batch_size', 'whole number', 'found the string "64"'],
  ['"enrich_data": 1', 18, 'enrich_data', 'true or false', 'found 1'],
  ['"operations": {"add": 50, "sub": 40}', 17, 'operations', 'add up to 100', '50 + 40 + 0 = 90'],
  ['"operations": {"add": -1, "sub": 100, "mul": 1}', 25, 'operations.add', 'from 0 to 100', 'found -1'],
  ['"operations": {"add": 99.5}', 25, 'operations.add', 'whole number', 'found 99.5'],
  ['"operations": {"add": 100, "div": 0}', 30, 'operations.div', 'unknown key'],
  ['"operations": "add"', 17, 'operations', 'an object', 'found the string "add"'],
  ['"seed": -1', 11, 'seed', '0 to 9007199254740991', 'found -1'],
  ['"seed": 9007199254740992', 11, 'seed', '0 to 9007199254740991', 'found 9007199254740992'],
  ['"questions": ""', 16, 'questions', 'path to a text file', 'found the string ""'],
  ['"init_from": false', 16, 'init_from', 'path to an SAE', 'found false'],
  ['"provider": "gpu"', 15, 'provider', '"cuda" or "webgpu"', 'found the string "gpu"'],
  ['"device": -1', 13, 'device', 'at least 0', 'found -1'],
  ['"analyse": true', 14, 'analyse', '"statistics" or "full" or "none"', 'found true'],
  ['"watch_neurons": 3', 20, 'watch_neurons', 'list of neurons', 'found 3'],
  ['"watch_neurons": [3, -1]', 24, 'watch_neurons[1]', 'at least 0', 'found -1'],
  ['"$schema": 1', 14, '$schema', 'path or URL', 'found 1'],
  ['"learning_rte": 1', 3, 'learning_rte', 'unknown key', 'did you mean "learning_rate"?'],
  ['"layer": 1', 3, 'layer', 'unknown key', 'did you mean "layer_num"?'],
  ['"completelyDifferent": 1', 3, 'completelyDifferent', 'unknown key', 'the known ones are kind, model, preset'],
  ['"__proto__": {"k": 4}', 3, '__proto__', 'unknown key'],
  ['"model": "n"', 3, 'model', 'already given at 1:18'],
  ['"operations": {"add": 0, "add": 100}', 28, 'operations.add', 'already given at 2:18'],
];

/** Lines whose keys contradict each other. */
const contradictions: typeof wrongLines = [
  [
    '"preset": "notebook", "architecture": "topk"',
    41,
    'architecture',
    '"notebook" trains "kl" only',
    'found the string "topk"',
  ],
  ['"architecture": "kl", "k": 8', 25, 'k', 'only the architecture "topk"', 'trains "kl"'],
  ['"preset": "notebook", "k": 8', 25, 'k', 'only the architecture "topk"', 'trains "kl"'],
  ['"sparsity_target": 0.1', 3, 'sparsity_target', 'only the architecture "kl"', 'trains "topk"'],
  ['"architecture": "topk", "sparsity_weight": 1', 27, 'sparsity_weight', 'only the architecture "kl"'],
  ['"l1_weight": 0', 3, 'l1_weight', 'only the architecture "kl"'],
  ['"questions": "q.txt", "num_batches": 10', 25, 'num_batches', 'beside "questions"'],
  ['"k": 9, "encoding_dim": 8', 8, 'k', 'at most encoding_dim', 'found k 9 and encoding_dim 8'],
  ['"k": 513', 8, 'k', 'at most encoding_dim', 'found k 513 and encoding_dim 512'],
  ['"encoding_dim": 8', 19, 'encoding_dim', 'found k 16 and encoding_dim 8', 'set k'],
  ['"watch_neurons": [511, 512]', 26, 'watch_neurons[1]', 'from 0 to 511', 'found 512'],
  ['"encoding_dim": 32, "watch_neurons": [32]', 41, 'watch_neurons[0]', 'from 0 to 31', 'found 32'],
];

/** Texts that are no JSON, with or without comments. */
const brokenTexts: [text: string, line: number, column: number, message: string][] = [
  ['', 1, 1, 'expected a value'],
  ['// nothing', 1, 11, 'expected a value'],
  ['{\n  "kind": "sae"\n  "model": "m"\n}', 3, 3, 'expected a comma'],
  ['{\n  "kind" "sae"\n}', 2, 10, 'expected a colon'],
  ['{\n  \'kind\': "sae"\n}', 2, 3, 'double quotes'],
  ['{\r\n  "kind": sae\r\n}', 2, 11, 'not JSON'],
  ['{ "kind": "sae" ', 1, 17, 'closing brace'],
  ['{ "watch_neurons": [1', 1, 22, 'closing bracket'],
  ['{ "kind": "sae\n}', 1, 11, 'not closed by a double quote'],
  ['{} /* open', 1, 4, 'not closed'],
];

describe('parseConfig refuses', () => {
  it.each([...wrongLines, ...contradictions])('%s', (line, column, key, ...messages) => {
    const problems = problemsOf(withLine(line));
    expect(problems).toMatchObject([{ line: 2, column, key }]);
    for (const message of messages) expect(problems[0]!.message).toContain(message);
  });

  it.each(brokenTexts)('%j', (text, line, column, message) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ line, column, key: '' });
    expect(problem!.message).toContain(message);
  });

  it.each([
    ['[1, 2]', 'the list [1, 2]'],
    ['null', 'null'],
    ['"sae"', 'the string "sae"'],
  ])('%s, which is no object', (text, found) => {
    const problems = problemsOf(text);
    expect(problems).toMatchObject([{ line: 1, column: 1, key: '' }]);
    expect(problems[0]!.message).toContain(`expected an object, { … }, found ${found}`);
  });

  it('a file without the required keys', () => {
    const problems = problemsOf('\n{}');
    expect(problems.map(({ line, column, key }) => [line, column, key])).toEqual([
      [2, 1, 'kind'],
      [2, 1, 'model'],
    ]);
    expect(problems[0]!.message).toBe('missing, expected "sae"');
  });

  it('a sweep, saying what can be trained', () => {
    const [problem, ...others] = problemsOf('{ "kind": "sweep", "model": "m", "space": {"k": [4, 8]} }');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ line: 1, column: 11, key: 'kind' });
    expect(problem!.message).toContain('describes a sweep, not one training: run it with quanta sweep');
  });
});

describe('a config with several problems', () => {
  const text = `{ // all of them at once
  "kind": "sae",
  "learning_rte": 1e-3,
  "k": "many",
  "encoding_dim": 4, "encoding_dim": 8,
  "watch_neurons": [8],
  "l1_weight": 0
}`;

  it('is refused with all of them, in the order of the file', () => {
    expect(problemsOf(text).map(({ line, key }) => `${line} ${key}`)).toEqual([
      '1 model',
      '3 learning_rte',
      '4 k',
      '5 encoding_dim',
      '6 watch_neurons[0]',
      '7 l1_weight',
    ]);
  });

  it('is refused with a user error whose every line names file, line, column and key', () => {
    const parse = () => parseConfig(text, 'dir/a.quanta.json');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow('dir/a.quanta.json:4:8: k: expected a whole number of at least 1, found the string "many"\n');
  });
});

describe('a file with very many problems', () => {
  const messageLines = (text: string) => errorOf(text).message.split('\n');

  it('that is no JSON on any line is refused with the first twenty, saying how many more there are', () => {
    const message = messageLines('some words\n'.repeat(19_999) + 'some words');
    expect(message).toHaveLength(21);
    expect(message[19]).toContain('a.quanta.json:20:1: ');
    expect(message[20]).toBe('a.quanta.json: 19980 more problems');
  });

  it('in its values is refused with the first twenty alike', () => {
    const wrongNeurons = (count: number) => `"watch_neurons": [${'-1, '.repeat(count)}]`;
    expect(messageLines(withLine(wrongNeurons(20)))).toHaveLength(20);
    expect(messageLines(withLine(wrongNeurons(21))).at(-1)).toBe('a.quanta.json: 1 more problem');
  });
});

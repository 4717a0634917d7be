import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opcode } from '../../src/core/formats/pickle/opcodes';
import { FIXTURES } from '../support/json';
import { bytes, call, global, pickle, text } from './formats/torchFiles';
import { modelOfNaNShape, modelWith, torchZip } from './madeModels';
import { refusalOf } from './refusal';
import { CONFIG, trainingFolder, writeConfig } from './trainingFolder';

/** What is done to a training folder whose config is right; what the refusal says. */
type Case = readonly [name: string, spoil: (folder: string) => Promise<unknown>, ...words: string[]];

const rightKeys = { operations: { add: 100 } };

/** No case takes more than a second; each is given ten on a busy machine. */
function refuses(cases: readonly Case[]): void {
  for (const [name, spoil, ...words] of cases) {
    it(name, { timeout: 10_000 }, async () => {
      const folder = await trainingFolder(rightKeys);
      await spoil(folder);
      const message = await refusalOf(folder);
      for (const word of words) expect(message).toContain(word);
    });
  }
}

const write = (file: string, content: string | Uint8Array) => (folder: string) =>
  writeFile(join(folder, file), content);
const cut = (file: string, length: number) => (folder: string) => truncate(join(folder, file), length);
const copy = (fixture: string, file: string) => (folder: string) =>
  cp(join(FIXTURES, fixture), join(folder, file), { recursive: true });
const makeFolder = (name: string) => (folder: string) => mkdir(join(folder, name));
/** Adds keys to the config that is right. */
const keys = (config: object) => (folder: string) => writeConfig(folder, { ...rightKeys, ...config });
const both = (first: Case[1], second: Case[1]) => async (folder: string) => {
  await first(folder);
  await second(folder);
};

describe('a model is refused that', () => {
  const model = (content: Uint8Array) => write('tiny.pth', content);
  refuses([
    ['is empty', model(bytes()), 'tiny.pth', 'is empty'],
    ...[1, 100, 4000, 8000, 12_046].map((length): Case => {
      return [`is cut to ${length} bytes`, cut('tiny.pth', length), 'tiny.pth', length < 4 ? 'a zip' : 'truncated'];
    }),
    ['is of PyTorch before 1.6', copy('tiny_legacy.pth', 'tiny.pth'), 'tiny.pth', 'before 1.6', 'save it again'],
    ['is text', model(bytes('{"kind": "sae"}')), 'tiny.pth', 'a zip was expected'],
    ['is an SAE', copy('tiny_sae_sweep.pth', 'tiny.pth'), 'tiny.pth', 'tensor embed.W_E is missing'],
    ['is a zip of something else', model(torchZip(pickle(opcode.none))), 'tiny.pth', 'expected a dict of tensors'],
    [
      'would run a command',
      model(torchZip(pickle(call(global('posix', 'system'), text('touch hacked'))))),
      'tiny.pth',
      'refused: posix.system',
    ],
    ['has a shape of NaN', model(modelOfNaNShape()), 'tiny.pth: tensor embed.W_E', 'NaN'],
    ['lacks a tensor', model(modelWith({ 'ln_final.w': undefined })), 'tiny.pth', 'tensor ln_final.w is missing'],
    ['lacks a layer', model(modelWith({ 'blocks.2.ln1.w': { shape: [8] } })), 'tiny.pth', 'blocks.1.ln1.w is missing'],
    [
      'has a tensor too many',
      model(modelWith({ 'blocks.0.mlp.W_gate': { shape: [8, 32] } })),
      'tiny.pth',
      'tensor blocks.0.mlp.W_gate is not part',
    ],
    [
      'has a tensor of another shape',
      model(modelWith({ 'blocks.0.attn.W_K': { shape: [2, 8, 5] } })),
      'tiny.pth',
      'tensor blocks.0.attn.W_K has shape [2, 8, 5], expected [2, 8, 4]',
    ],
    [
      'has a tensor of another rank',
      model(modelWith({ 'embed.W_E': { shape: [120] } })),
      'tiny.pth',
      'tensor embed.W_E has shape [120], expected 2 axes',
    ],
    [
      'has a tensor of whole numbers',
      model(modelWith({ 'blocks.0.mlp.W_in': { shape: [8, 32], storage: 'LongStorage' } })),
      'tiny.pth',
      'tensor blocks.0.mlp.W_in has type int64',
    ],
    [
      'has a context of no arithmetic model',
      model(modelWith({ 'pos_embed.W_pos': { shape: [23, 8] } })),
      'tiny.pth',
      'pos_embed.W_pos',
      '23 tokens',
    ],
    ['is a directory', both(makeFolder('m.pth'), keys({ model: 'm.pth' })), CONFIG, 'model:', 'm.pth'],
    ['is not there', keys({ model: 'none.pth' }), `${CONFIG}:1:23: model:`, 'there is no file none.pth'],
    ['is not found by its name', keys({ model: 'tny' }), `${CONFIG}:1:23: model:`, 'found no tny.pth', 'mean tiny?'],
    [
      'is there twice',
      both(both(makeFolder('b'), copy('tiny.pth', 'b/tiny.pth')), keys({ model: 'tiny' })),
      `${CONFIG}:1:23: model:`,
      'several files tiny.pth',
      join('b', 'tiny.pth'),
    ],
  ]);
});

describe('what lies beside a model is refused that', () => {
  const file = 'tiny_train.json';
  /** A train.json of the right form, changed. */
  const changed = (change: object) => async (folder: string) => {
    const path = join(FIXTURES, 'add_d5_l2_h3_t15K_s100005_train.json');
    const json = JSON.parse(await readFile(path, 'utf8')) as { Config: object };
    await writeFile(join(folder, file), JSON.stringify({ ...json, Config: { ...json.Config, ...change } }));
  };
  refuses([
    ['is cut short', write(file, '{"Config": {'), `${file}:1:13`, 'truncated'],
    ['is a list', write(file, '[]'), file, 'expected object'],
    ['is not UTF-8', write(file, bytes(0xff, 0xfe, 0x7b)), file, 'UTF-8'],
    ['is a directory', makeFolder(file), file, 'directory'],
    ['has text for a number', changed({ batch_size: 'many' }), file, 'Config.batch_size', '"many"'],
    ['has another activation', changed({ act_fn: 'gelu' }), file, 'act_fn is "gelu"'],
  ]);
});

describe('a config is refused that', () => {
  refuses([
    ['is not there', (folder) => rm(join(folder, CONFIG)), CONFIG, 'there is no such file'],
    ['is no JSON', write(CONFIG, '{\n  "kind": sae\n}'), `${CONFIG}:2:11:`, 'not JSON'],
    ['is empty', write(CONFIG, ''), `${CONFIG}:1:1:`, 'expected a value'],
    ['is not UTF-8', write(CONFIG, bytes('{"kind": "s', 0xe4, 'e"}')), CONFIG, 'UTF-8'],
    ['is a model', copy('tiny.pth', CONFIG), CONFIG, 'UTF-8'],
    ['lacks the model', write(CONFIG, '{"kind": "sae"}'), `${CONFIG}:1:1: model: missing`],
    ['has an unknown key', keys({ learning_rte: 1 }), `${CONFIG}:1:`, 'learning_rte: unknown key', '"learning_rate"?'],
    ['has text for a number', keys({ encoding_dim: '512' }), `${CONFIG}:1:`, 'encoding_dim', 'found the string "512"'],
    ['has a number out of range', keys({ num_epochs: 0 }), `${CONFIG}:1:`, 'num_epochs', 'from 1 to 100000, found 0'],
    ['lets more neurons fire than there are', keys({ encoding_dim: 8 }), `${CONFIG}:1:`, 'at most encoding_dim'],
    [
      'contradicts its preset',
      keys({ preset: 'notebook', architecture: 'topk' }),
      `${CONFIG}:1:`,
      'architecture: the preset "notebook" trains "kl" only',
    ],
    [
      "has another architecture's key",
      keys({ l1_weight: 1 }),
      `${CONFIG}:1:`,
      'l1_weight',
      'only the architecture "kl"',
    ],
    ['names a layer too many', keys({ layer_num: 1 }), `${CONFIG}:1:`, 'layer_num: expected a layer from 0 to 0'],
    ['names a position too many', keys({ positions: 'P9-P22' }), CONFIG, 'positions', 'P22', 'P0 to P21'],
    ['names no position', keys({ positions: 'A9' }), CONFIG, 'positions: there is no position "A9"'],
    ['names an unknown hook', keys({ hook: 'mlp.hook_pos' }), `${CONFIG}:1:`, 'hook:', '"mlp.hook_post"?'],
    ['names a hook without one vector a position', keys({ hook: 'attn.hook_z' }), `${CONFIG}:1:`, 'hook: expected one'],
    ['leaves the operations out', (folder) => writeConfig(folder, {}), CONFIG, 'operations: left out'],
    [
      "leaves the notebook's preset no batch",
      keys({ preset: 'notebook', num_batches: 1 }),
      'num_batches',
      'at least 2',
    ],
    ['asks for a provider that is not there', keys({ provider: 'cuda' }), `${CONFIG}:1:`, 'provider "cuda"', '"cpu"'],
    ['asks for more than the memory', keys({ encoding_dim: 1e12 }), 'encoding_dim: 1000000000000 neurons', 'of memory'],
    ['is nested too deeply', write(CONFIG, '['.repeat(1e5) + ']'.repeat(1e5)), `${CONFIG}:1:1:`, 'nested too deeply'],
    ['asks for an unknown provider', keys({ provider: 'tpu' }), `${CONFIG}:1:`, 'provider: expected "auto"'],
    ['is a sweep', write(CONFIG, '{"kind": "sweep", "model": "tiny.pth"}'), `${CONFIG}:1:10: kind:`, 'sweep'],
  ]);
});

describe('questions are refused that', () => {
  const questions = (content: string | Uint8Array) => both(write('q.txt', content), keys({ questions: 'q.txt' }));
  const sum = '123456+123456\n';
  refuses([
    ['are not there', keys({ questions: 'none.txt' }), 'none.txt', 'no such file'],
    ['are a directory', both(makeFolder('q'), keys({ questions: 'q' })), 'q: ', 'directory'],
    ['are none', questions('\n\n'), 'q.txt has no question'],
    ['have too few digits', questions(`${sum}12345+123456\n`), 'q.txt, line 2:', '5 and 6 digits, expected 6'],
    ['have a wrong answer', questions('111111+111111=+0222223\n'), 'q.txt, line 1:', 'the answer is "+0222222"'],
    ['divide', questions('111111/111111\n'), 'q.txt, line 1:', 'is a division'],
    ['are not UTF-8', questions(bytes(sum, '123456+12345', 0xff)), 'q.txt, line 2:', 'is not a question'],
    ['are UTF-16', questions(Buffer.from(`\uFEFF${sum}`, 'utf16le')), 'q.txt, line 1:', 'is not a question'],
    ['are a model', keys({ questions: 'tiny.pth' }), 'tiny.pth, line 1:', 'is not a question'],
    ['have one endless line', questions('1'.repeat(2_000_000)), 'q.txt', 'line of more than 1000 characters'],
    ['do not fill a batch', questions(sum), 'q.txt', '1 questions make 0 batches of 64'],
    ['have a number of batches', keys({ questions: 'questions.txt', num_batches: 4 }), CONFIG, 'num_batches: not'],
  ]);
});

describe('an SAE to start from is refused that', () => {
  const start = (config: object) => keys({ init_from: 'initial.pth', ...config });
  const saeLens = (config: object) => both(copy('sae_lens/topk', 'topk'), keys({ init_from: 'topk', ...config }));
  refuses([
    ['is not there', keys({ init_from: 'none.pth' }), 'none.pth', 'no such file'],
    ['is an empty directory', both(makeFolder('sae'), keys({ init_from: 'sae' })), 'sae: expected one of'],
    ['is cut short', both(cut('initial.pth', 3000), start({})), 'initial.pth', 'truncated'],
    ['is a model', keys({ init_from: 'tiny.pth' }), 'tiny.pth', 'missing: encoder.0.weight'],
    ['is text', keys({ init_from: 'questions.txt' }), 'questions.txt: expected an SAE'],
    ['is of another architecture', start({}), 'initial.pth', 'architecture is kl', 'needs topk'],
    ['has other sizes', start({ architecture: 'kl' }), 'initial.pth', 'encoding_dim is 12', 'needs 512'],
    ['lets another number of neurons fire', saeLens({ k: 4, encoding_dim: 7 }), 'topk', 'k is 3', 'needs 4'],
    ['reads activations of another width', saeLens({ k: 3, encoding_dim: 7 }), 'topk', 'width', 'is 5', 'needs 32'],
    [
      'is damaged',
      both(saeLens({}), cut('topk/sae_weights.safetensors', 100)),
      join('topk', 'sae_weights.safetensors'),
      'truncated',
    ],
    [
      'lacks its config',
      both(saeLens({}), (folder) => rm(join(folder, 'topk', 'cfg.json'))),
      'cfg.json',
      'no such file',
    ],
  ]);
});

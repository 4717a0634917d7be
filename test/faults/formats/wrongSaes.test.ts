import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import type { FloatArray } from '../../../src/core/floatArray';
import { writeSafetensors } from '../../../src/core/formats/safetensors/writeSafetensors';
import { readSae } from '../../../src/store/saeFiles';
import { writeStateDict } from '../../../src/store/torchFile';
import { fixture } from '../../unit/formats/fixtures';
import { expectUserError } from './expectUserError';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quanta-wrong-sae-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const zeros = (...shape: number[]): FloatArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
});

/** Copies a fixture, changes keys of a JSON file in it (undefined removes one) and reads the SAE. */
async function readWithKeys(name: string, file: string, changes: object): Promise<unknown> {
  await cp(fixture(name), directory, { recursive: true });
  const path = join(directory, file);
  const config = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...config, ...changes }));
  return readSae(directory);
}

describe('a SAELens directory that we would misread', () => {
  it.each<[string, object, RegExp]>([
    ['topk', { architecture: 'jumprelu' }, /architecture: .*found.*; Quanta reads/],
    ['topk', { architecture: 'gated' }, /architecture: /],
    ['topk', { architecture: undefined }, /architecture: /],
    ['standard', { apply_b_dec_to_input: true }, /apply_b_dec_to_input: .*expected false, found true/],
    ['standard', { apply_b_dec_to_input: undefined }, /apply_b_dec_to_input: .*expected false, found nothing/],
    ['topk', { apply_b_dec_to_input: false }, /apply_b_dec_to_input: .*expected true, found false/],
    ['topk', { rescale_acts_by_decoder_norm: true }, /rescale_acts_by_decoder_norm: .*expected false, found true/],
    ['topk', { normalize_activations: 'layer_norm' }, /normalize_activations: .*expected "none", found "layer_norm"/],
    ['standard', { normalize_activations: 'expected_average_only_in' }, /normalize_activations: /],
    ['topk', { reshape_activations: 'hook_z' }, /reshape_activations: /],
    ['topk', { k: undefined }, /k: .*expected number, found nothing/],
    ['topk', { k: 0 }, /k: .*found 0/],
    ['topk', { k: 8 }, /k: .*at most d_sae/],
    ['topk', { activation_fn_str: 'relu' }, /activation_fn_str/],
    ['topk', { dtype: 'bfloat16' }, /tensor .*: its dtype is float32, but .*cfg\.json has dtype bfloat16/],
    ['topk', { dtype: 'int8' }, /dtype: /],
    ['topk', { d_in: 6 }, /gives width 5, but .*cfg\.json gives 6/],
    ['topk', { d_sae: 8 }, /gives encodingDim 7, but .*cfg\.json gives 8/],
    ['topk', { d_in: '5' }, /d_in: .*expected number, found "5"/],
  ])('%s with %j is refused', async (name, changes, message) => {
    await expectUserError(readWithKeys(`sae_lens/${name}`, 'cfg.json', changes), message);
    await expectUserError(readSae(directory), /cfg\.json/);
  });

  const good = { W_enc: zeros(5, 7), b_enc: zeros(7), W_dec: zeros(7, 5), b_dec: zeros(5) };
  it.each<[string, object, RegExp]>([
    ['a threshold', { ...good, threshold: zeros(7) }, /missing: none; unknown: threshold/],
    ['no b_dec', { ...good, b_dec: undefined }, /missing: b_dec; unknown: none/],
    ['a transposed decoder', { ...good, W_dec: zeros(5, 7) }, /tensor W_dec: .*encodingDim 5, but .*cfg\.json gives 7/],
    [
      'a bias of rank 2',
      { ...good, b_enc: zeros(1, 7) },
      /tensor b_enc: expected the shape \[encodingDim\], found \[1, 7\]/,
    ],
    ['an empty matrix', { ...good, W_enc: zeros(5, 0) }, /tensor W_enc: expected the shape/],
  ])('with %s is refused', async (_, tensors, message) => {
    await cp(fixture('sae_lens/topk'), directory, { recursive: true });
    const present = Object.entries(tensors).filter(([, tensor]) => tensor !== undefined) as [string, FloatArray][];
    await writeFile(join(directory, 'sae_weights.safetensors'), writeSafetensors(new Map(present)));
    await expectUserError(readSae(directory), message);
    await expectUserError(readSae(directory), /sae_weights\.safetensors/);
  });
});

describe("a directory of the notebook's that we would misread", () => {
  it.each<[object, RegExp]>([
    [{ model_type: 'gpt2' }, /model_type: .*expected "sparse_autoencoder", found "gpt2"/],
    [{ activation: 'topk' }, /activation/],
    [{ encoding_dim: 7 }, /gives encodingDim 6, but .*config\.json gives 7/],
    [{ input_dim: 31 }, /gives width 32, but .*config\.json gives 31/],
    [{ input_dim: undefined }, /input_dim: .*found nothing/],
    [{ sparsity_target: 'low' }, /sparsity_target: .*found "low"/],
  ])('%j is refused', async (changes, message) => {
    await expectUserError(readWithKeys('tiny_sae_hf', 'config.json', changes), message);
    await expectUserError(readSae(directory), /config\.json/);
  });
});

describe("a sweep's file that we would misread", () => {
  const withoutBias = {
    'encoder.0.weight': zeros(6, 32),
    'encoder.0.bias': zeros(6),
    'decoder.weight': zeros(32, 6),
  };
  const good = { ...withoutBias, 'decoder.bias': zeros(32) };
  it.each<[string, Record<string, FloatArray>, RegExp]>([
    ['a missing tensor', withoutBias, /missing: decoder\.bias/],
    ['an unknown tensor', { ...good, threshold: zeros(6) }, /unknown: threshold/],
    [
      'prefixes on some tensors only',
      { ...withoutBias, 'sae.decoder.bias': zeros(32) },
      /1 of its 4 tensors are named "sae\.…"/,
    ],
    [
      'a decoder of another width',
      { ...good, 'decoder.weight': zeros(31, 6) },
      /decoder\.weight: .*width 31, but tensor encoder\.0\.weight gives 32/,
    ],
    ['a bias of another length', { ...good, 'encoder.0.bias': zeros(7) }, /encoder\.0\.bias: .*encodingDim 7/],
  ])('%s: refused', async (_, tensors, message) => {
    const path = join(directory, 'sae.pth');
    await writeStateDict(path, new Map(Object.entries(tensors)));
    await expectUserError(readSae(path), message);
    await expectUserError(readSae(path), /sae\.pth: /);
  });

  it('is refused where it is a transformer', async () => {
    await expectUserError(readSae(fixture('tiny.pth')), /tiny\.pth: expected exactly the tensors encoder\.0\.weight/);
  });
});

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import type { KlSae, SaeWeights, TopkSae } from '../../../src/core/formats/sae/saeWeights';
import { readSafetensors } from '../../../src/core/formats/safetensors/readSafetensors';
import { withFile } from '../../../src/store/fileSource';
import { readSae, writeNotebookDirectory, writeSaeLensDirectory } from '../../../src/store/saeFiles';
import { fixture, readJsonFixture } from './fixtures';
import { decode, encode, maxDifference } from './saeReference';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quanta-sae-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const metadata = { model_name: 'tiny', hook_name: 'blocks.0.mlp.hook_post', context_size: 22 };
const hyperparameters = { sparsity_target: 0.05, sparsity_weight: 1e-3, l1_weight: 1e-4 };

describe("the notebook's SAE", () => {
  const expected = readJsonFixture('tiny_sae_expected.json') as { encoded: number[][][]; decodedRow0: number[] };
  const { cache } = readJsonFixture('tiny_expected.json') as { cache: Record<string, number[][][]> };
  const rows = cache['blocks.0.mlp.hook_post']!.flat();

  it.each(['tiny_sae_hf', 'tiny_sae_hf/pytorch_model.bin', 'tiny_sae_sweep.pth'])(
    'in %s encodes and decodes as in PyTorch',
    async (file) => {
      const sae = await readSae(fixture(file));
      expect(sae.architecture).toBe('kl');
      const encoded = rows.map((row) => encode(sae, row));
      expect(maxDifference(encoded.flat(), expected.encoded.flat(2))).toBeLessThan(1e-5);
      expect(maxDifference(decode(sae, encoded[0]!), expected.decodedRow0)).toBeLessThan(1e-5);
    },
  );

  it('is read back from the directory that we write, and its config says what the notebook says', async () => {
    const sae = (await readSae(fixture('tiny_sae_hf'))) as KlSae;
    await writeNotebookDirectory(directory, sae, hyperparameters);
    expect((await readdir(directory)).sort()).toEqual(['config.json', 'pytorch_model.bin', 'sae.pth']);
    expect(await readSae(directory)).toEqual(sae);
    expect(await readSae(join(directory, 'sae.pth'))).toEqual(sae);
    const theirs = readJsonFixture('tiny_sae_hf/config.json') as { transformers_version: string };
    const ours = JSON.parse(await readFile(join(directory, 'config.json'), 'utf8')) as object;
    expect({ ...ours, transformers_version: theirs.transformers_version }).toEqual({ ...theirs, l1_weight: 1e-4 });
  });
});

describe("SAELens' SAE", () => {
  interface Expected {
    k: number;
    x: number[][];
    topk: { encoded: number[][]; decoded: number[][] };
    standard: { encoded: number[][]; decoded: number[][] };
  }
  const expected = readJsonFixture('sae_lens/expected.json') as Expected;

  it.each([
    ['topk', 'topk', 'topk'],
    ['topk', 'topk_checkpoint', 'topk'],
    ['standard', 'standard', 'kl'],
    ['standard', 'standard_checkpoint/sae_weights.safetensors', 'kl'],
  ] as const)('%s in %s encodes and decodes as in SAELens', async (name, path, architecture) => {
    const sae = await readSae(fixture(`sae_lens/${path}`));
    expect(sae.architecture).toBe(architecture);
    expect(sae.k).toBe(architecture === 'topk' ? expected.k : undefined);
    const encoded = expected.x.map((row) => encode(sae, row));
    expect(maxDifference(encoded.flat(), expected[name].encoded.flat())).toBeLessThan(1e-5);
    const decoded = expected[name].encoded.map((row) => decode(sae, row));
    expect(maxDifference(decoded.flat(), expected[name].decoded.flat())).toBeLessThan(1e-5);
  });

  it.each(['topk', 'standard'])('%s is written with the config that SAELens writes', async (name) => {
    const sae = await readSae(fixture(`sae_lens/${name}`));
    await writeSaeLensDirectory(directory, sae, metadata, [0, 0, 0, 0, 0, 0, 1]);
    const { metadata: ours, ...config } = JSON.parse(await readFile(join(directory, 'cfg.json'), 'utf8')) as {
      metadata: object;
    };
    const { metadata: theirs, ...expectedConfig } = readJsonFixture(`sae_lens/${name}/cfg.json`) as {
      metadata: { sae_lens_version: string };
    };
    expect(config).toEqual(expectedConfig);
    expect(ours).toMatchObject({ ...metadata, sae_lens_version: theirs.sae_lens_version });
  });

  const sae: TopkSae = {
    architecture: 'topk',
    k: 1,
    W_enc: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    b_enc: { shape: [3], data: Float64Array.of(0.1, 0.2, 0.3) },
    W_dec: { shape: [3, 2], data: Float64Array.of(6, 5, 4, 3, 2, 1) },
    b_dec: { shape: [2], data: Float64Array.of(-1, 1) },
  };

  it('is read back from the directory that we write, to the bit', async () => {
    for (const weights of [sae, { ...sae, architecture: 'kl', k: undefined } as unknown as SaeWeights]) {
      await writeSaeLensDirectory(directory, weights, metadata, [0, 0, 0]);
      expect(await readSae(directory)).toEqual(weights);
    }
  });

  it('is written with the logarithm of its densities', async () => {
    await writeSaeLensDirectory(directory, sae, { ...metadata, seqpos_slice: [9, 21] }, [0, 0.01, 1]);
    await withFile(join(directory, 'sparsity.safetensors'), async (source) => {
      const { tensors } = await readSafetensors(source);
      const { shape, data } = await tensors.get('sparsity')!.readFloats();
      expect(shape).toEqual([3]);
      expect(maxDifference([...data], [-10, -2, 0])).toBeLessThan(1e-6);
    });
  });
});

describe('a path without an SAE', () => {
  it('is refused', async () => {
    await expect(readSae(join(directory, 'none.pth'))).rejects.toThrow(/none\.pth: there is no such file or directory/);
    await expect(readSae(directory)).rejects.toThrow(/expected one of .* found neither/);
    await expect(readSae(fixture('vectors.json'))).rejects.toThrow(/vectors\.json: expected an SAE/);
    await writeFile(join(directory, 'sae_weights.safetensors'), '');
    await expect(readSae(directory)).rejects.toThrow(/cfg\.json: there is no such file/);
    await cp(fixture('tiny_sae_hf'), directory, { recursive: true });
    await expect(readSae(directory)).rejects.toThrow(/found both/);
    await expect(readSae(directory)).rejects.toThrow(UserError);
  });
});

import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../core/errors';
import { notebookConfig, notebookTensors, readNotebookSae } from '../core/formats/sae/notebook';
import type { NotebookHyperparameters } from '../core/formats/sae/notebook';
import { readSaeLensSae, saeLensSparsity, saeLensTensors } from '../core/formats/sae/saeLens';
import { saeLensConfig } from '../core/formats/sae/saeLensConfig';
import type { SaeLensMetadata } from '../core/formats/sae/saeLensConfig';
import type { KlSae, SaeWeights } from '../core/formats/sae/saeWeights';
import { readSafetensors } from '../core/formats/safetensors/readSafetensors';
import { writeSafetensors } from '../core/formats/safetensors/writeSafetensors';
import { writeFileAtomically } from './atomicFile';
import { withFile } from './fileSource';
import { readText } from './textFile';
import { withStateDict, writeStateDict } from './torchFile';

const saeLens = { config: 'cfg.json', weights: 'sae_weights.safetensors', sparsity: 'sparsity.safetensors' } as const;
const notebook = { config: 'config.json', weights: 'pytorch_model.bin', sweep: 'sae.pth' } as const;

/**
 * Reads an SAE in any layout we know, from a directory or a file:
 * SAELens (`*.safetensors` with `cfg.json` beside it), the notebook (`pytorch_model.bin` with `config.json` beside it)
 * or its sweep (`*.pth`).
 * @throws UserError naming the file and what is wrong
 */
export async function readSae(path: string): Promise<SaeWeights> {
  const file = await weightsFileOf(path);
  if (extname(file) === '.safetensors') {
    const config = await readBeside(file, saeLens.config);
    return withFile(file, async (source) => readSaeLensSae(file, (await readSafetensors(source)).tensors, config));
  }
  if (basename(file) === notebook.weights) {
    const config = await readBeside(file, notebook.config);
    return withStateDict(file, (dict) => readNotebookSae(file, dict, config));
  }
  if (extname(file) === '.pth') return withStateDict(file, (dict) => readNotebookSae(file, dict));
  throw new UserError(`${file}: expected an SAE: a file *.pth, *.safetensors or ${notebook.weights}`);
}

/**
 * Writes the directory that `sae_lens.SAE.load_from_disk` reads, each file atomically.
 * @param densities [encodingDim], the fraction of activations of each feature that are not zero; null where that is not
 *   known, and nothing is written of it
 */
export async function writeSaeLensDirectory(
  directory: string,
  sae: SaeWeights,
  metadata: SaeLensMetadata,
  densities: ArrayLike<number> | null,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFileAtomically(join(directory, saeLens.weights), writeSafetensors(saeLensTensors(sae)));
  if (densities)
    await writeFileAtomically(join(directory, saeLens.sparsity), writeSafetensors(saeLensSparsity(densities)));
  await writeFileAtomically(join(directory, saeLens.config), saeLensConfig(sae, metadata));
}

/** The sweep's form in a notebook's directory. */
export function notebookSweepFile(directory: string): string {
  return join(directory, notebook.sweep);
}

/** Writes the notebook's directory, with the sweep's form beside it, each file atomically. */
export async function writeNotebookDirectory(
  directory: string,
  sae: KlSae,
  hyperparameters: NotebookHyperparameters,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeStateDict(join(directory, notebook.weights), notebookTensors(sae, { prefix: true }));
  await writeStateDict(notebookSweepFile(directory), notebookTensors(sae, { prefix: false }));
  await writeFileAtomically(join(directory, notebook.config), notebookConfig(sae, hyperparameters));
}

/** The file itself, or the one file of weights in a directory. */
export async function weightsFileOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new UserError(`${path}: there is no such file or directory`);
  if (!stats.isDirectory()) return path;
  const names = await readdir(path);
  const found = [saeLens.weights, notebook.weights].filter((name) => names.includes(name));
  if (found.length === 1) return join(path, found[0]!);
  throw new UserError(
    `${path}: expected one of ${saeLens.weights} and ${notebook.weights} in the directory, ` +
      (found.length === 0 ? 'found neither' : 'found both: name the file that is meant'),
  );
}

async function readBeside(file: string, name: string): Promise<{ text: string; file: string }> {
  const path = join(dirname(file), name);
  return { text: await readText(path), file: path };
}

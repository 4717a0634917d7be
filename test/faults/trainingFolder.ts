import { cp, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

/** The name under which a training folder has its config. */
export const CONFIG = 'a.quanta.json';

/** Keys of configs that train the tiny model for a few seconds, long enough to be interrupted. */
export const SHORT_RUNS = {
  topk: {
    positions: 'P4-P15',
    operations: { add: 34, sub: 66 },
    encoding_dim: 48,
    batch_size: 32,
    num_batches: 600,
    num_epochs: 5,
    early_stopping_threshold: 0,
  },
  kl: {
    preset: 'notebook',
    questions: 'questions.txt',
    init_from: 'initial.pth',
    encoding_dim: 12,
    batch_size: 8,
    num_epochs: 1500,
    early_stopping_threshold: 0,
  },
} as const;

/** A folder with the tiny model, an SAE and questions for it, and a config of these keys; removed when the test ends. */
export async function trainingFolder(config: object): Promise<string> {
  // A process in it knows it by its real path.
  const folder = await realpath(await temporaryFolder());
  await cp(join(FIXTURES, 'tiny.pth'), join(folder, 'tiny.pth'));
  await cp(join(FIXTURES, 'training', 'notebook'), folder, { recursive: true });
  await writeConfig(folder, config);
  return folder;
}

/** Replaces the config of a training folder. */
export async function writeConfig(folder: string, config: object): Promise<void> {
  await writeFile(join(folder, CONFIG), JSON.stringify({ kind: 'sae', model: 'tiny.pth', ...config }));
}

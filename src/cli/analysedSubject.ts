import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../core/errors';
import { folderOfSae, openRunSubject, openSaeSubject, type OpenSubject } from '../runtime/analysis/openSubject';
import { wholeNumber } from './numbers';
import { modelFolders } from './places';

/** How a command line names an SAE that is no run's. */
export interface SubjectOptions {
  readonly sae?: string;
  readonly model?: string;
  readonly layer?: number;
  readonly hook?: string;
  readonly positions?: string;
}

const DEFAULT_SEED = 673023;

export function addSubjectOptions(command: Command): Command {
  return command
    .option('--sae <path>', 'an SAE by itself, in any layout that is read; with --model')
    .option('--model <model>', 'name of the model, or path of a .pth file')
    .option('--layer <number>', "layer that the SAE belongs to (default: what the SAE's own files say)", wholeNumber)
    .option('--hook <name>', "hook within the layer (default: what the SAE's own files say, else mlp.hook_post)")
    .option('--positions <positions>', "token positions (default: what the SAE's own files say, else all)");
}

/**
 * Opens a run's SAE, or one by itself.
 *
 * @param seed of the probe questions, for an SAE without a run
 * @returns the SAE on its model, and the directory of its files
 * @throws UserError where both or neither are named, and as `openRunSubject` and `openSaeSubject` do
 */
export async function openSubject(
  run: string | undefined,
  { sae, model, layer, hook, positions }: SubjectOptions,
  seed = DEFAULT_SEED,
): Promise<{ opened: OpenSubject; directory: string }> {
  if (run !== undefined) {
    const given = Object.entries({ sae, model, layer, hook, positions }).find(([, value]) => value !== undefined);
    if (given) {
      throw new UserError(`--${given[0]} is for an SAE by itself: a run has its own; leave one of the two out`);
    }
    return { opened: await openRunSubject(resolve(run)), directory: resolve(run) };
  }
  if (sae === undefined || model === undefined) {
    throw new UserError('name an SAE: the directory of a run, or --sae with an SAE and --model with its model');
  }
  const opened = await openSaeSubject({ sae, model, layer, hook, positions, seed }, modelFolders());
  return { opened, directory: await folderOfSae(sae) };
}

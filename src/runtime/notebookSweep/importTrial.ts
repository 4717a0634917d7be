import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import type { ObjectiveName } from '../../core/config/sweepConfig';
import { UserError } from '../../core/errors';
import type { KlSae } from '../../core/formats/sae/saeWeights';
import type { RunFile } from '../../core/run/runFile';
import type { NotebookTrial } from '../../core/sweep/notebookTrial';
import type { ObjectiveValues } from '../../core/sweep/objectives';
import { hookWidth } from '../../core/transformer/hooks';
import { thisMachine } from '../../store/displayState';
import { runPaths } from '../../store/runDirectory';
import { writeRunFile } from '../../store/runFile';
import { readSae } from '../../store/saeFiles';
import { writeStatus } from '../../store/statusFile';
import { writeOutcome } from '../../store/trialFiles';
import { saeSizes } from '../analysis/subject';
import type { RunOrigin } from '../runRecord';
import { saveSae } from '../saveSae';
import { measureTrial } from '../sweep/measureTrial';
import { readTrainingInputs, type TrainingInputs } from '../trainingInputs';

/** An SAE of the notebook's library that fits a trial. */
export interface FittingSae {
  readonly sae: KlSae;
  readonly inputs: TrainingInputs;
}

/**
 * Reads the weights of a trial.
 *
 * @throws UserError where they are missing or broken, or are of other sizes than the trial's
 */
export async function readTrialSae(file: string, { config, model }: RunFile, origin: RunOrigin): Promise<FittingSae> {
  const sae = await readSae(file);
  const inputs = await readTrainingInputs(config.resolved, model.path, origin.shared);
  const { neurons, width } = saeSizes(sae);
  const { encoding_dim, hook, layer_num } = config.resolved;
  const expected = hookWidth(inputs.model.config, hook);
  if (neurons !== encoding_dim || width !== expected) {
    throw new UserError(
      `${file}: this SAE has ${neurons} neurons and reads ${width} numbers; its parameters say ${encoding_dim}, and at ` +
        `blocks.${layer_num}.${hook} of ${model.name} there are ${expected}`,
    );
  }
  for (const name of ['W_enc', 'b_enc', 'W_dec', 'b_dec'] as const) {
    if (!sae[name].data.every(Number.isFinite)) throw new UserError(`${file}: ${name} has values that are not finite`);
  }
  // What is no `.pth` of the library's cannot be read as one.
  return { sae: sae as KlSae, inputs };
}

/**
 * Makes the directory of a trial that was trained elsewhere, as if it had been trained here but for what the library's
 * files do not say: there are no metrics and no checkpoint. It takes its place when it is whole.
 *
 * @param source the file that says what it came to
 * @returns what it came to by the objectives of the sweep
 */
export async function makeTrialDirectory(
  directory: string,
  record: RunFile,
  { sae, inputs }: FittingSae,
  { score, avg_loss, avg_sparsity, neurons_used }: NotebookTrial,
  { objectives, source }: { readonly objectives: readonly ObjectiveName[]; readonly source: string },
): Promise<ObjectiveValues> {
  const aside = `${directory}.importing`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  await writeRunFile(aside, record);
  const { W_enc, b_enc, W_dec, b_dec } = sae;
  await saveSae(aside, inputs, { parameters: { W_enc, b_enc, W_dec, b_dec }, densities: null });
  await writeFile(runPaths(aside).metrics, '');
  await writeFile(runPaths(aside).log, `Imported from ${source}, trained by the notebook's library.\n`);
  const objective = await measureTrial(aside, objectives, { score, loss: avg_loss, density: avg_sparsity });
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  await writeStatus(aside, {
    state: 'done',
    ...{ pid: process.pid, host: thisMachine.host, heartbeat: new Date().toISOString() },
    progress: null,
    result: {
      ...{ score: finite(score), loss: finite(avg_loss), density: finite(avg_sparsity) },
      ...{ neurons_used, best_epoch: null },
    },
    error: null,
  });
  await writeOutcome(aside, { state: 'done', objective, epoch: null, error: null });
  await rename(aside, directory);
  return objective;
}

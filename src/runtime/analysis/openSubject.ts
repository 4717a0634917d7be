import { join, resolve } from 'node:path';
import { positionMeanings } from '../../core/arithmetic/positions';
import type { Operations } from '../../core/arithmetic/operations';
import { parsePositions } from '../../core/arithmetic/positionSelection';
import { UserError } from '../../core/errors';
import type { SaeWeights } from '../../core/formats/sae/saeWeights';
import type { RunFile } from '../../core/run/runFile';
import { hookName, hookWidth, VECTOR_HOOKS } from '../../core/transformer/hooks';
import { displayState, thisMachine } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import { sha256OfFile } from '../../store/fileHash';
import { loadTransformer, readModelFile, type ModelFile } from '../../store/modelFile';
import { findModelNamed, type ModelFolders } from '../../store/modelSearch';
import { runPaths } from '../../store/runDirectory';
import { readRunFile } from '../../store/runFile';
import { readSae, weightsFileOf } from '../../store/saeFiles';
import { readSaeOrigin } from '../../store/saeMetadata';
import { readStatus } from '../../store/statusFile';
import { saeSizes, type Subject } from './subject';

/** An SAE that is ready to be analysed. */
export interface OpenSubject {
  readonly subject: Subject;
  /** Percent of each operation among the questions it is looked at with. */
  readonly operations: Operations;
  readonly seed: number;
}

/** An SAE file by itself, and where it belongs. */
export interface SaeRequest {
  readonly sae: string;
  readonly model: string;
  /** What is not given is read from the SAE's own files, where they say it. */
  readonly layer: number | undefined;
  readonly hook: string | undefined;
  readonly positions: string | undefined;
  readonly seed: number;
}

/**
 * Opens a run's SAE on the model that it was trained on.
 *
 * @throws UserError where the run has no SAE yet, or still trains; where a file is missing, or the model is another one
 */
export async function openRunSubject(directory: string): Promise<OpenSubject> {
  const paths = runPaths(directory);
  if (!(await fileExists(paths.run))) throw new UserError(`${directory}: there is no run here (no run.json)`);
  const record = await readRunFile(directory);
  await refuseTraining(directory);
  if (!(await fileExists(paths.sae))) {
    throw new UserError(`${directory}: this run has no SAE yet (no ${paths.sae}); train it to its end first`);
  }
  return subjectOfRun(record, await readSae(paths.sae), paths.sae);
}

/** A run's SAE on its model, of which the record says what they should be. */
async function subjectOfRun(record: RunFile, sae: SaeWeights, saePath: string): Promise<OpenSubject> {
  const { resolved } = record.config;
  await refuseOtherModel(record);
  const model = await readModelFile(record.model.path);
  const positions = parsePositions(resolved.positions, positionMeanings(model.digits, 0));
  const { neurons } = saeSizes(sae);
  const comparisons: [what: string, found: unknown, recorded: unknown][] = [
    ['architecture', sae.architecture, resolved.architecture],
    ['encoding_dim', neurons, resolved.encoding_dim],
    ['k', sae.k, resolved.architecture === 'topk' ? resolved.k : undefined],
  ];
  const difference = comparisons.find(([, found, recorded]) => found !== recorded);
  if (difference) {
    const [what, found, recorded] = difference;
    throw new UserError(
      `${saePath}: this SAE's ${what} is ${String(found)}, and its run was recorded with ${String(recorded)}; ` +
        'analyse it with --sae and --model, by itself',
    );
  }
  const subject = await subjectAt(model, sae, saePath, { layer: resolved.layer_num, hook: resolved.hook, positions });
  return { subject, operations: operationsOf(model, resolved.operations), seed: resolved.seed };
}

/**
 * Opens an SAE file on a model.
 *
 * @throws UserError where a file is missing, where nothing says which layer it belongs to, or where it does not fit there
 */
export async function openSaeSubject(request: SaeRequest, folders: ModelFolders): Promise<OpenSubject> {
  const sae = await readSae(request.sae);
  const { path } = await findModelNamed(request.model, folders);
  const model = await readModelFile(path);
  const site = await siteOf(request, model);
  const subject = await subjectAt(model, sae, request.sae, site);
  return { subject, operations: operationsOf(model, null), seed: request.seed };
}

/** The folder of an SAE's files. */
export async function folderOfSae(path: string): Promise<string> {
  return resolve(join(await weightsFileOf(path), '..'));
}

async function siteOf({ sae, layer, hook, positions }: SaeRequest, model: ModelFile): Promise<Subject['site']> {
  const origin = await readSaeOrigin(sae);
  const said = /^blocks\.(\d+)\.(.+)$/.exec(origin?.hookName ?? '');
  const saidLayer = said ? Number(said[1]) : undefined;
  const saidHook = said?.[2];
  const chosenLayer = layer ?? saidLayer;
  const chosenHook = hook ?? saidHook ?? 'mlp.hook_post';
  if (chosenLayer === undefined) {
    throw new UserError(`${sae}: its files do not say which layer it belongs to; name it with --layer`);
  }
  if (said && (chosenLayer !== saidLayer || chosenHook !== saidHook)) {
    throw new UserError(
      `${origin!.file}: this SAE was trained on ${origin!.hookName!}, not on ${hookName(chosenLayer, chosenHook)}`,
    );
  }
  const meanings = positionMeanings(model.digits, 0);
  const [start, stop] = origin?.positions ?? [0, meanings.length];
  const own = [...meanings.keys()].slice(start, stop);
  return {
    layer: chosenLayer,
    hook: chosenHook,
    positions: positions === undefined ? own : parsePositions(positions, meanings),
  };
}

async function subjectAt(model: ModelFile, sae: SaeWeights, saePath: string, site: Subject['site']): Promise<Subject> {
  const { layer, hook } = site;
  if (layer < 0 || layer >= model.config.nLayers) {
    throw new UserError(`${model.path}: there is no layer ${layer}; its layers are 0 to ${model.config.nLayers - 1}`);
  }
  if (!(VECTOR_HOOKS as readonly string[]).includes(hook)) {
    throw new UserError(
      `there is no hook "${hook}" with a vector per position; expected one of ${VECTOR_HOOKS.join(', ')}`,
    );
  }
  const [{ width }, expected] = [saeSizes(sae), hookWidth(model.config, hook)];
  if (width !== expected) {
    throw new UserError(
      `${saePath}: this SAE reads activations of width ${width}, and those at ${hookName(layer, hook)} of ` +
        `${model.name} have ${expected}`,
    );
  }
  for (const name of ['W_enc', 'b_enc', 'W_dec', 'b_dec'] as const) {
    if (!sae[name].data.every(Number.isFinite)) {
      throw new UserError(`${saePath}: tensor ${name} has values that are not finite; there is nothing to analyse`);
    }
  }
  return { model, transformer: await loadTransformer(model), site, sae };
}

/** The mix of questions that a model is looked at with: as configured, else as it was trained. */
export function operationsOf(model: ModelFile, configured: Operations | null): Operations {
  const operations = configured ?? model.operations;
  if (operations) return operations;
  throw new UserError(
    `${model.path}: neither its name nor a train.json beside it says which operations it was trained on; ` +
      'give it a name such as mix_d6_l3_h4_t60K_s100003.pth',
  );
}

async function refuseTraining(directory: string): Promise<void> {
  if (!(await fileExists(runPaths(directory).status))) return;
  const status = await readStatus(directory);
  const state = displayState(status, thisMachine);
  if (state === 'running' || state === 'stopping') {
    throw new UserError(
      `${directory}: process ${status.pid} on ${status.host} is training this run; analyse it when that has ended`,
    );
  }
}

async function refuseOtherModel({ model }: RunFile): Promise<void> {
  if (!(await fileExists(model.path))) {
    throw new UserError(
      `${model.path}: the model that this run was trained on is not there any more; put it back, or analyse the SAE ` +
        'with --sae and --model',
    );
  }
  const found = await sha256OfFile(model.path);
  if (found === model.sha256) return;
  throw new UserError(
    `${model.path}: this is not the model that the run was trained on (SHA-256 ${found}, then ${model.sha256}); put ` +
      'the old one back, or analyse the SAE with --sae and --model',
  );
}

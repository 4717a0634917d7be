import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ParsedConfig } from '../core/config/parseConfig';
import { resolveConfig, type ModelFacts } from '../core/config/resolveConfig';
import type { Provider } from '../core/config/saeConfig';
import { UserError } from '../core/errors';
import { askedProvider } from '../core/run/askedProvider';
import type { UsableProvider } from '../core/run/providerRecord';
import { VECTOR_HOOKS } from '../core/transformer/hooks';
import { pathsRelativeTo } from '../store/configFile';
import type { ModelFile } from '../store/modelFile';
import { findModel, type ModelFolders } from '../store/modelSearch';
import type { RunFile } from '../core/run/runFile';
import { weightsFileOf } from '../store/saeFiles';
import { bundledRuntime } from './onnxRuntime';
import { NOTHING_SHARED, type SharedByRuns } from './sharedByRuns';

/** Where a run's parts come from, beside its config. */
export interface RunOrigin {
  /** Asked for on the command line; wins over the config's. */
  readonly provider: Provider | undefined;
  /** Asked for by an editor's setting; counts where neither the command line nor the config names one. */
  readonly setting?: Provider | undefined;
  /** The command of this program, such as `['node', 'quanta.cjs']`: providers are tried in processes of their own. */
  readonly program: readonly string[];
  /** Told when a provider is going to be tried, which takes seconds. */
  readonly trying?: (provider: UsableProvider) => void;
  readonly folders: ModelFolders;
  /** The model's file, where it has been found already, whatever the config's folder and `folders` have. */
  readonly modelPath?: string | undefined;
  /** What this run has in common with others of this process. */
  readonly shared?: SharedByRuns | undefined;
  readonly quantaVersion: string;
  readonly now: Date;
}

/**
 * What `run.json` says of a new run: the config with every value filled in, and hashes of all that it reads.
 *
 * @throws UserError where the config contradicts the model, or names a file that is not there
 */
export async function recordRun(parsed: ParsedConfig, origin: RunOrigin): Promise<RunFile> {
  const { document, config } = parsed;
  const { readModelFile, sha256OfFile } = origin.shared ?? NOTHING_SHARED;
  const model = await readModelFile(origin.modelPath ?? (await findModel(parsed, origin.folders)).path);
  const resolved = resolveConfig(parsed, factsOf(model), pathsRelativeTo(document.file));
  return {
    created: origin.now.toISOString(),
    config: { file: resolve(document.file), text: document.text, written: config, resolved },
    model: { name: model.name, path: model.path, sha256: await sha256OfFile(model.path) },
    questions: resolved.questions === null ? null : await hashed(resolved.questions, sha256OfFile),
    init_from: resolved.init_from === null ? null : await hashed(await weightsFileOf(resolved.init_from), sha256OfFile),
    versions: {
      quanta: origin.quantaVersion,
      onnxruntime: bundledRuntime().version,
      node: process.versions.node,
    },
    provider: { ...askedProvider(origin.provider, config, origin.setting), used: null },
    device: resolved.device,
  };
}

/** What resolving a config needs to know of its model. */
export function factsOf({ config, digits, trainJson, operations }: ModelFile): ModelFacts {
  return {
    layers: config.nLayers,
    digits,
    hooks: VECTOR_HOOKS,
    batchSize: trainJson?.Config.batch_size,
    operations,
  };
}

/**
 * Checks that the files a run was recorded with are what they were.
 *
 * @throws UserError naming the file that changed
 */
export async function verifyUnchanged(run: RunFile, { sha256OfFile } = NOTHING_SHARED): Promise<void> {
  for (const file of [run.model, run.questions, run.init_from]) {
    if (file === null) continue;
    const { sha256 } = await hashed(file.path, sha256OfFile);
    if (sha256 === file.sha256) continue;
    throw new UserError(
      `${file.path}: this file is not what it was when the run began (SHA-256 ${sha256}, then ${file.sha256}); ` +
        'put the old one back to resume the run, or start a new run',
    );
  }
}

async function hashed(
  path: string,
  sha256OfFile: SharedByRuns['sha256OfFile'],
): Promise<{ path: string; sha256: string }> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new UserError(`${path}: there is no such file`);
  if (!stats.isFile()) throw new UserError(`${path}: expected a file, found a directory or a device`);
  return { path, sha256: await sha256OfFile(path) };
}

import { rm, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { ConfigError } from '../core/config/configError';
import { differences } from '../core/config/differences';
import { parseConfig, type ParsedConfig } from '../core/config/parseConfig';
import type { Provider } from '../core/config/saeConfig';
import { UserError } from '../core/errors';
import type { RequestFile } from '../core/run/requestFile';
import { removeTemporaries } from '../store/atomicFile';
import { readConfigFile } from '../store/configFile';
import { displayState, thisMachine } from '../store/displayState';
import { fileExists } from '../store/fileExists';
import { readRequestFile } from '../store/requestFile';
import { runPaths } from '../store/runDirectory';
import type { RunFile } from '../core/run/runFile';
import { readRunFile, writeRunFile } from '../store/runFile';
import { RunLock } from '../store/runLock';
import { readStatus } from '../store/statusFile';
import { sweepPaths } from '../store/sweepDirectory';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import { refuseTooLarge } from './memory';
import { makeDirectory, refuseForeign } from './newDirectory';
import type { UsableProvider } from './provider';
import { isAnnounced, recordRefusal } from './refusal';
import { recordRun, verifyUnchanged, type RunOrigin } from './runRecord';
import { NOTHING_SHARED } from './sharedByRuns';
import { readTrainingInputs, type TrainingInputs } from './trainingInputs';

/**
 * Which run to train: a config to begin with, a run to go on with, or both. A run's directory may also hold what is
 * asked to be begun in it.
 */
export interface RunRequest {
  readonly config: string | undefined;
  readonly run: string | undefined;
  /** Where a run directory is made when none is asked for. */
  readonly runsFolder: string;
}

/** A run directory with all that its training needs, held for this process until the lock is released. */
export interface OpenRun {
  readonly directory: string;
  readonly record: RunFile;
  readonly inputs: TrainingInputs;
  readonly provider: UsableProvider;
  /** Where training goes on; undefined at its beginning. */
  readonly checkpoint: Checkpoint | undefined;
  readonly resumed: boolean;
  readonly lock: RunLock;
}

/**
 * Makes a new run of a config, or of what its directory's `request.json` asks for, or opens an unfinished one to resume
 * it. Where this process was announced to train the run, its status and log say why it could not be opened.
 *
 * @throws UserError where the request, the config or what it names is wrong, where the run has another config than the
 *   one given, is finished, or is being trained
 */
export async function openRun(request: RunRequest, origin: RunOrigin): Promise<OpenRun> {
  const directory = request.run === undefined ? undefined : resolve(request.run);
  try {
    const given = request.config === undefined ? undefined : await readConfigFile(request.config);
    if (directory === undefined) return await begin(required(given), undefined, request.runsFolder, origin);
    if (await fileExists(runPaths(directory).run)) return await resume(directory, given, origin);
    await refuseSweep(directory);
    const asked = await readRequestFile(directory);
    return await (asked
      ? beginAsked(directory, asked, given, request.runsFolder, origin)
      : begin(required(given, directory), directory, request.runsFolder, origin));
  } catch (error) {
    if (directory !== undefined) await recordRefusal(directory, error);
    throw error;
  }
}

/**
 * Opens a run of a config that is in no file of its own, in a directory that is known: begins it there, or goes on with
 * it. It is not looked at whether the run has another config.
 *
 * @throws UserError as `openRun`
 */
export async function openRunIn(directory: string, parsed: ParsedConfig, origin: RunOrigin): Promise<OpenRun> {
  const isThere = await fileExists(runPaths(directory).run);
  return isThere ? resume(directory, undefined, origin) : begin(parsed, directory, directory, origin);
}

function required(given: ParsedConfig | undefined, directory?: string): ParsedConfig {
  if (given) return given;
  throw new UserError(
    directory === undefined
      ? 'say what to train: a config file, or --run with the directory of an unfinished run'
      : `${directory}: there is no run here (no run.json, and no request.json that asks for one); give a config file ` +
          'to begin one',
  );
}

async function refuseSweep(directory: string): Promise<void> {
  if (!(await fileExists(sweepPaths(directory).sweep))) return;
  throw new UserError(`${directory}: this is a sweep, not a run: go on with it by quanta sweep --dir ${directory}`);
}

/** Begins what was asked for, as it was asked: with the config's text of that moment, and the models of that workspace. */
async function beginAsked(
  directory: string,
  { workspace, config }: RequestFile,
  given: ParsedConfig | undefined,
  runsFolder: string,
  origin: RunOrigin,
): Promise<OpenRun> {
  if (given && !(given.document.text === config.text && resolve(given.document.file) === config.file)) {
    throw new UserError(
      `${directory}: this directory waits for a run of another config: ${config.file} as its request.json has it; ` +
        `give ${basename(given.document.file)} a directory of its own, or begin what is asked for with --run alone`,
    );
  }
  const folders = { ...origin.folders, workspace };
  return begin(parseConfig(config.text, config.file), directory, runsFolder, { ...origin, folders });
}

async function begin(
  parsed: ParsedConfig,
  asked: string | undefined,
  runsFolder: string,
  origin: RunOrigin,
): Promise<OpenRun> {
  if (asked !== undefined) await refuseForeign(asked);
  // Whatever is wrong with the input is found before a directory is made.
  const asking = await recordRun(parsed, origin);
  const inputs = await inputsOf(asking, origin);
  refuseTooLarge(parsed, inputs);
  const { record, provider } = await chooseInConfig(parsed, asking, origin);
  const directory = await makeDirectory(asked, runsFolder, record.config.file, origin.now);
  return locked(directory, async (lock) => {
    // Another process may have begun the run while this one read its input.
    if (asked !== undefined) await refuseForeign(asked);
    await removeTemporaries(directory);
    await writeRunFile(directory, record);
    return { directory, record, inputs, provider, checkpoint: undefined, resumed: false, lock };
  });
}

/** Takes a run for this process; gives it up again where opening it fails. */
async function locked(directory: string, open: (lock: RunLock) => Promise<OpenRun>): Promise<OpenRun> {
  const lock = await RunLock.take(directory, thisMachine, process.ppid);
  try {
    return await open(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function inputsOf({ config, model }: RunFile, { shared }: RunOrigin): Promise<TrainingInputs> {
  return readTrainingInputs(config.resolved, model.path, shared);
}

function chooseFor(record: RunFile, origin: RunOrigin) {
  return (origin.shared ?? NOTHING_SHARED).chooseForRun(record, origin);
}

/** Says of a provider that the config asks for, and that cannot be used, where in the config it stands. */
export async function chooseInConfig({ document }: ParsedConfig, record: RunFile, origin: RunOrigin) {
  try {
    return await chooseFor(record, origin);
  } catch (error) {
    if (!(error instanceof UserError) || record.provider.asked_by !== 'config') throw error;
    throw new ConfigError(document.file, [document.problemAtValue(['provider'], error.message)]);
  }
}

async function resume(directory: string, parsed: ParsedConfig | undefined, origin: RunOrigin): Promise<OpenRun> {
  return locked(directory, async (lock) => {
    const recorded = await readRunFile(directory);
    await refuseFinishedOrRunning(directory);
    if (parsed) await refuseOtherConfig(directory, recorded, parsed, origin);
    await verifyUnchanged(recorded, origin.shared);
    const inputs = await inputsOf(recorded, origin);
    const checkpoint = await readCheckpoint(runPaths(directory).checkpoint);
    const { record, provider } = await chooseFor(askingFor(origin.provider, recorded), origin);
    await removeTemporaries(directory);
    await removeOldStop(runPaths(directory).stop, origin.now);
    await writeRunFile(directory, record);
    return { directory, record, inputs, provider, checkpoint, resumed: true, lock };
  });
}

/** A run's record with the provider that the command line asks for now, where it does. */
function askingFor(provider: Provider | undefined, record: RunFile): RunFile {
  if (provider === undefined) return record;
  return { ...record, provider: { asked: provider, asked_by: 'flag', used: null } };
}

/** Whoever resumes a run wants it to go on, whatever was asked of it before; what is asked from now on counts. */
export async function removeOldStop(path: string, now: Date): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats && stats.mtime < now) await rm(path, { force: true });
}

async function refuseFinishedOrRunning(directory: string): Promise<void> {
  if (!(await fileExists(runPaths(directory).status))) return;
  const status = await readStatus(directory);
  if (status.state === 'done')
    throw new UserError(`${directory}: this run is finished; begin a new one to train again`);
  const state = displayState(status, thisMachine);
  if (isAnnounced(status) || (state !== 'running' && state !== 'stopping')) return;
  throw new UserError(`${directory}: process ${status.pid} on ${status.host} is training this run`);
}

async function refuseOtherConfig(
  directory: string,
  record: RunFile,
  parsed: ParsedConfig,
  origin: RunOrigin,
): Promise<void> {
  const asked = await recordRun(parsed, origin);
  const changes = differences(record.config.resolved, asked.config.resolved).map(
    ({ key, a, b }) => `${key}: ${JSON.stringify(a)} in the run, ${JSON.stringify(b)} in the config`,
  );
  if (record.model.sha256 !== asked.model.sha256) changes.push(`model: another file than ${record.model.path}`);
  if (changes.length === 0) return;
  throw new UserError(
    `${directory}: this run has another config than ${basename(parsed.document.file)}; give it a directory of its own, ` +
      `or resume with --run alone\n${changes.map((change) => `  ${change}`).join('\n')}`,
  );
}

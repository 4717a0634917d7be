import { basename, resolve } from 'node:path';
import { parseSweep, type ParsedSweep } from '../../core/config/parseSweep';
import type { ResolvedSweep } from '../../core/config/resolveSweep';
import { UserError } from '../../core/errors';
import { endingLimit, nextOfRound, roundAtHand, roundWidth, type EpochsOf } from '../../core/sweep/rounds';
import { sweepChanges, type SweepFile } from '../../core/sweep/sweepFile';
import { removeTemporaries } from '../../store/atomicFile';
import { thisMachine } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import { readRequestFile } from '../../store/requestFile';
import { runPaths } from '../../store/runDirectory';
import { RunLock } from '../../store/runLock';
import { readStatus } from '../../store/statusFile';
import { sweepPaths } from '../../store/sweepDirectory';
import { readSweepFile, writeSweepFile } from '../../store/sweepFiles';
import { SweepLedger } from '../../store/sweepLedger';
import { readText } from '../../store/textFile';
import { makeDirectory, refuseForeign } from '../newDirectory';
import { chooseInConfig, removeOldStop } from '../openRun';
import { recordRefusal } from '../refusal';
import type { RunOrigin } from '../runRecord';
import { shareAmongRuns } from '../sharedByRuns';
import { recordSweep, type RecordedSweep } from './sweepRecord';

/**
 * Which sweep to run: a config to begin with, a sweep to go on with, or both. A sweep's directory may also hold what is
 * asked to be begun in it.
 */
export interface SweepRequest {
  readonly config: string | undefined;
  readonly directory: string | undefined;
  /** Where a directory is made when none is asked for. */
  readonly runsFolder: string;
}

/** A sweep's directory with all that running it needs, held for this process until it is closed. */
export interface OpenSweep {
  readonly directory: string;
  readonly record: SweepFile;
  readonly parsed: ParsedSweep;
  readonly sweep: ResolvedSweep;
  /** Of its trials. */
  readonly origin: RunOrigin;
  readonly epochsOf: EpochsOf;
  readonly ledger: SweepLedger;
  readonly lock: RunLock;
  readonly resumed: boolean;
  /** Minutes of training that earlier processes have used. */
  readonly minutes: number;
}

/**
 * Begins a sweep of a config, or of what its directory's `request.json` asks for, or opens an unfinished one to go on
 * with it. Where this process was announced to run the sweep, its status and log say why it could not be opened.
 *
 * @throws UserError where the request, the config or what it names is wrong, where the sweep is another one than the one
 *   given, is finished, or is being run
 */
export async function openSweep(request: SweepRequest, runOrigin: RunOrigin): Promise<OpenSweep> {
  const directory = request.directory === undefined ? undefined : resolve(request.directory);
  const origin = { ...runOrigin, shared: shareAmongRuns() };
  try {
    const given = request.config === undefined ? undefined : await readSweepConfig(request.config);
    if (directory === undefined) return await begin(required(given), undefined, request.runsFolder, origin);
    if (await fileExists(sweepPaths(directory).sweep)) return await goOn(directory, given, origin);
    await refuseRun(directory);
    return await beginIn(directory, given, request.runsFolder, origin);
  } catch (error) {
    if (directory !== undefined) await recordRefusal(directory, error);
    throw error;
  }
}

/** Gives up what `openSweep` holds. */
export async function closeSweep({ ledger, lock }: OpenSweep): Promise<void> {
  await ledger.close();
  await lock.release();
}

async function readSweepConfig(path: string): Promise<ParsedSweep> {
  return parseSweep(await readText(path), path);
}

function required(given: ParsedSweep | undefined, directory?: string): ParsedSweep {
  if (given) return given;
  throw new UserError(
    directory === undefined
      ? 'say what to search: a config file, or --dir with the directory of an unfinished sweep'
      : `${directory}: there is no sweep here (no sweep.json, and no request.json that asks for one); give a config ` +
          'file to begin one',
  );
}

async function refuseRun(directory: string): Promise<void> {
  if (!(await fileExists(runPaths(directory).run))) return;
  throw new UserError(`${directory}: this is a run, not a sweep: go on with it by quanta train --run ${directory}`);
}

/** Begins what is asked for in a directory as it was asked, else what is given. */
async function beginIn(
  directory: string,
  given: ParsedSweep | undefined,
  runsFolder: string,
  origin: RunOrigin,
): Promise<OpenSweep> {
  const asked = await readRequestFile(directory);
  if (!asked) return begin(required(given, directory), directory, runsFolder, origin);
  const { workspace, config } = asked;
  if (given && !(given.document.text === config.text && resolve(given.document.file) === config.file)) {
    throw new UserError(
      `${directory}: this directory waits for another config: ${config.file} as its request.json has it; give ` +
        `${basename(given.document.file)} a directory of its own, or begin what is asked for with --dir alone`,
    );
  }
  const folders = { ...origin.folders, workspace };
  return begin(parseSweep(config.text, config.file), directory, runsFolder, { ...origin, folders });
}

async function begin(
  parsed: ParsedSweep,
  asked: string | undefined,
  runsFolder: string,
  origin: RunOrigin,
): Promise<OpenSweep> {
  if (asked !== undefined) await refuseForeign(asked);
  // Whatever is wrong with the input is found before a directory is made.
  const recorded = await recordSweep(parsed, origin);
  await chooseOnce(parsed, recorded, origin);
  const directory = await makeDirectory(asked, runsFolder, recorded.file.config.file, origin.now);
  return locked(directory, async (lock) => {
    // Another process may have begun the sweep while this one read its input.
    if (asked !== undefined) await refuseForeign(asked);
    await removeTemporaries(directory);
    await writeSweepFile(directory, recorded.file);
    const ledger = await SweepLedger.open(directory);
    return opened(directory, parsed, recorded, origin, { ledger, lock, resumed: false, minutes: 0 });
  });
}

async function goOn(directory: string, given: ParsedSweep | undefined, origin: RunOrigin): Promise<OpenSweep> {
  return locked(directory, async (lock) => {
    const before = await readSweepFile(directory);
    const parsed = given ?? parseSweep(before.config.text, before.config.file);
    const known = given ? origin : { ...origin, modelPath: before.model.path };
    const now = await recordSweep(parsed, known);
    refuseOther(directory, before, now.file, given);
    await chooseOnce(parsed, now, known);
    const { config, model } = now.file;
    const recorded = { ...now, file: { ...before, config, model } };
    // Its trials' are the business of whoever trains them, maybe now, on another machine.
    await removeTemporaries(directory, false);
    await removeOldStop(sweepPaths(directory).stop, origin.now);
    const status = (await fileExists(runPaths(directory).status)) ? await readStatus(directory) : undefined;
    const ledger = await SweepLedger.open(directory);
    const minutes = status?.sweep?.minutes ?? 0;
    const sweep = opened(directory, parsed, recorded, known, { ledger, lock, resumed: true, minutes });
    try {
      if (status?.state === 'done') refuseFinished(sweep, before);
      // What is asked for now is gone on with when it is gone on with again.
      await writeSweepFile(directory, recorded.file);
    } catch (error) {
      await ledger.close();
      throw error;
    }
    return sweep;
  });
}

function opened(
  directory: string,
  parsed: ParsedSweep,
  { file: record, sweep }: RecordedSweep,
  origin: RunOrigin,
  held: Pick<OpenSweep, 'ledger' | 'lock' | 'resumed' | 'minutes'>,
): OpenSweep {
  const epochsOf: EpochsOf = ({ num_epochs }) => (num_epochs as number | undefined) ?? record.first.num_epochs;
  // Its trials are on the model that it was checked against, whatever is found by that name later.
  return { directory, record, parsed, sweep, origin: { ...origin, modelPath: record.model.path }, epochsOf, ...held };
}

/** Takes a sweep for this process; gives it up again where opening it fails. */
async function locked(directory: string, open: (lock: RunLock) => Promise<OpenSweep>): Promise<OpenSweep> {
  const lock = await RunLock.take(directory, thisMachine, process.ppid, 'running this sweep');
  try {
    return await open(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Chooses the provider for all trials; those that are jobs of a cluster choose where they run. */
async function chooseOnce(parsed: ParsedSweep, { sweep, first }: RecordedSweep, origin: RunOrigin): Promise<void> {
  const { document } = parsed;
  if (sweep.executor === 'local') await chooseInConfig({ document, config: sweep.base }, first, origin);
}

function refuseOther(directory: string, before: SweepFile, now: SweepFile, given: ParsedSweep | undefined): void {
  const changes = sweepChanges(before, now).map((change) => `\n  ${change}`);
  if (changes.length === 0) return;
  const what = given
    ? `this sweep is another one than ${basename(given.document.file)} says; give that a directory of its own, or go ` +
      'on with this one with --dir alone'
    : 'what this sweep reads is not what it was when it began; put it back, or begin another sweep';
  throw new UserError(`${directory}: ${what}${changes.join('')}`);
}

function refuseFinished({ directory, sweep, ledger, epochsOf, minutes, record }: OpenSweep, before: SweepFile): void {
  const { trials } = ledger.ledger;
  const limit = endingLimit(sweep, trials, minutes);
  const isOver =
    roundAtHand(trials, roundWidth(sweep)).left.length === 0 &&
    (limit !== undefined || nextOfRound(sweep, trials, epochsOf) === undefined);
  const isAnalysed = record.config.written.analyse === before.config.written.analyse;
  if (!isOver || !isAnalysed) return;
  const help = `to go on, raise its limits in the config, and run quanta sweep CONFIG --dir ${directory}`;
  throw new UserError(`${directory}: this sweep is finished, with ${trials.length} trials; ${help}`);
}

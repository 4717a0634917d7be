import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trialConfig } from '../../core/config/resolveSweep';
import { messageOf, UserError } from '../../core/errors';
import { bestFile } from '../../core/sweep/bestFile';
import type { LedgerLine, TrialState } from '../../core/sweep/ledgerLine';
import { fitParameters, parseNotebookTrial, type NotebookTrial } from '../../core/sweep/notebookTrial';
import type { TrialParameters } from '../../core/sweep/searchSpace';
import { progressOf } from '../../core/sweep/progress';
import { gridNumber } from '../../core/sweep/strategies/grid';
import { thisMachine } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import { writeStatus } from '../../store/statusFile';
import { trialRun } from '../../store/sweepDirectory';
import { writeBestFile } from '../../store/sweepFiles';
import { trialKey } from '../../store/sweepLedger';
import { readText } from '../../store/textFile';
import { recordRun } from '../runRecord';
import type { OpenSweep } from '../sweep/openSweep';
import { makeTrialDirectory, readTrialSae } from './importTrial';

/** What became of a file of the notebook's library: which trial it is now, or why it is none. */
export type ImportedFile =
  { readonly file: string; readonly trial: number } | { readonly file: string; readonly reason: string };

/**
 * Takes in what the notebook's library, or `exportSweep`, has left in a folder: each `sae_<8 hex>.json` with its `.pth`
 * becomes a finished trial of a sweep, which is not trained again. The files do not say of which model, layer, positions,
 * data and seed they are; whoever imports them says that they are the sweep's. What they do say has to fit.
 *
 * @param sweep held by the caller
 * @throws UserError where the folder has no such files, or the sweep's trials are of another architecture than theirs
 */
export async function importSweep(sweep: OpenSweep, folder: string): Promise<ImportedFile[]> {
  const { directory, record } = sweep;
  if (record.first.architecture !== 'kl') {
    throw new UserError(
      `${directory}: the notebook's files are of the architecture "kl", and this sweep's is "${record.first.architecture}"`,
    );
  }
  const names = (await filesIn(folder)).filter((name) => /^sae_[\da-f]{8}(_\d+)?\.json$/.test(name));
  if (names.length === 0) {
    throw new UserError(`${folder}: there are no files of the notebook's library here, sae_<8 hex>.json`);
  }
  const imported: ImportedFile[] = [];
  for (const name of names.toSorted()) imported.push(await importFile(sweep, join(folder, name)));
  await recordStanding(sweep);
  return imported;
}

/** The sweep waits for somebody to go on with it. */
async function recordStanding({ directory, sweep, ledger, minutes }: OpenSweep): Promise<void> {
  const { trials } = ledger.ledger;
  await writeBestFile(directory, bestFile(trials, sweep.objectives));
  await writeStatus(directory, {
    state: 'stopped',
    ...{ pid: process.pid, host: thisMachine.host, heartbeat: new Date().toISOString() },
    ...{ progress: null, result: null, error: null },
    sweep: progressOf(sweep, trials, minutes, null),
  });
}

async function importFile(open: OpenSweep, file: string): Promise<ImportedFile> {
  try {
    const found = parseNotebookTrial(await readText(file), file);
    const params = fitParameters(found, open.sweep.space, open.record.first);
    if (Array.isArray(params)) return { file, reason: params.join('; ') };
    return await importTrial(open, file, found, params);
  } catch (error) {
    if (error instanceof UserError) return { file, reason: error.message };
    throw error;
  }
}

async function importTrial(
  { directory, parsed, sweep, ledger, ...open }: OpenSweep,
  file: string,
  found: NotebookTrial,
  params: TrialParameters,
): Promise<ImportedFile> {
  // Where it was trained, nobody knows.
  const origin = { ...open.origin, provider: undefined };
  const record = await recordRun(trialConfig(parsed, sweep, params), origin);
  const key = trialKey(record.config.resolved, {
    model: record.model.sha256,
    questions: record.questions?.sha256 ?? null,
    initFrom: record.init_from?.sha256 ?? null,
  });
  const { trials } = ledger.ledger;
  const twin = trials.find((trial) => trial.key === key);
  // Of one that was begun without coming to anything, for example by an import that was killed, there may be no run yet.
  if (twin && (twin.state === 'done' || (await fileExists(runPaths(join(directory, twin.run)).run)))) {
    return { file, reason: `trial ${twin.trial} of the sweep has these parameters already (${twin.state})` };
  }
  const sae = await readTrialSae(file.replace(/\.json$/, '.pth'), record, origin);
  const next = () => trials.reduce((highest, { trial }) => Math.max(highest, trial + 1), 0);
  const trial = twin?.trial ?? (sweep.strategy === 'grid' ? gridNumber(sweep.space, params) : next());
  // It belongs to a round that there is: all that the next round is chosen by have ended when it has.
  const round = trials.reduce((highest, { round: other }) => Math.max(highest, other), 0);
  const line = (state: TrialState, objective: LedgerLine['objective']): LedgerLine => {
    return { trial, state, params, objective, run: trialRun(trial), key, time: new Date().toISOString(), round };
  };
  await ledger.append(line('running', null));
  const wanted = { objectives: sweep.objectives, source: file };
  const objective = await makeTrialDirectory(join(directory, trialRun(trial)), record, sae, found, wanted);
  await ledger.append(line('done', objective));
  return { file, trial };
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new UserError(`${folder}: this folder cannot be read: ${messageOf(error)}`);
  }
}

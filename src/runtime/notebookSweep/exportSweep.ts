import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSweep } from '../../core/config/parseSweep';
import { resolveSweep } from '../../core/config/resolveSweep';
import { UserError } from '../../core/errors';
import type { LedgerTrial } from '../../core/sweep/ledger';
import {
  notebookParameters,
  notebookParametersFile,
  notebookTrialText,
  type NotebookTrial,
} from '../../core/sweep/notebookTrial';
import { writeFileAtomically } from '../../store/atomicFile';
import { fileExists } from '../../store/fileExists';
import { notebookFileStem } from '../../store/notebookFileName';
import { runPaths } from '../../store/runDirectory';
import { readRunFile } from '../../store/runFile';
import { notebookSweepFile } from '../../store/saeFiles';
import { readStatus } from '../../store/statusFile';
import { readSweepFile } from '../../store/sweepFiles';
import { readSweepLedger } from '../../store/sweepLedger';

/** The file with the parameters of the lowest score. */
export const BEST_PARAMETERS = 'sae_best_params.json';

/** What became of a sweep's finished trials. */
export interface ExportedSweep {
  readonly written: readonly {
    readonly trial: number;
    /** Of its two files. */
    readonly stem: string;
    /** The trial whose files have the name that this one would have in the library; null where it has that name. */
    readonly collidesWith: number | null;
    readonly score: number;
  }[];
  /** Why others were left out. */
  readonly left: readonly { readonly trial: number; readonly reason: string }[];
}

/**
 * Writes the finished trials of a sweep as the notebook's library keeps them: `sae_<8 hex>.json` and `.pth` of each, and
 * the parameters of the lowest score. Its names hold values to three digits, and no model or layer; where a name is
 * taken, `_2`, `_3`, … is added.
 *
 * @throws UserError where there is no sweep, no finished trial that these files can hold, or the folder has files
 */
export async function exportSweep(directory: string, folder: string): Promise<ExportedSweep> {
  const { config, first } = await readSweepFile(directory);
  if (first.architecture !== 'kl') {
    throw new UserError(
      `${directory}: the notebook's files can hold its own architecture alone, "kl", and this sweep's is ` +
        `"${first.architecture}"; each trial's sae/ is in SAELens' layout`,
    );
  }
  const searched = resolveSweep(parseSweep(config.text, config.file)).space.map(({ key }) => key);
  const { trials } = await readSweepLedger(directory);
  const finished = trials.filter(({ state }) => state === 'done');
  if (finished.length === 0) throw new UserError(`${directory}: no trial of this sweep is finished yet`);
  await refuseFiles(folder);

  const takenBy = new Map<string, number[]>();
  const written: ExportedSweep['written'][number][] = [];
  const left: ExportedSweep['left'][number][] = [];
  let best: NotebookTrial | undefined;
  for (const each of finished) {
    const found = await readTrial(directory, each, searched);
    if (typeof found === 'string') {
      left.push({ trial: each.trial, reason: found });
      continue;
    }
    const { record, weights } = found;
    const name = notebookFileStem(record.parameters);
    const others = takenBy.get(name) ?? [];
    takenBy.set(name, [...others, each.trial]);
    const stem = others.length === 0 ? name : `${name}_${others.length + 1}`;
    await copyFile(weights, join(folder, `${stem}.pth`));
    await writeFileAtomically(join(folder, `${stem}.json`), notebookTrialText(record));
    written.push({ trial: each.trial, stem, collidesWith: others[0] ?? null, score: record.score });
    if (!best || record.score < best.score) best = record;
  }
  if (best) await writeFileAtomically(join(folder, BEST_PARAMETERS), notebookParametersFile(best.parameters));
  return { written, left };
}

/** What the notebook's files say of a trial, or why they cannot. */
async function readTrial(
  directory: string,
  { run }: LedgerTrial,
  searched: readonly string[],
): Promise<{ record: NotebookTrial; weights: string } | string> {
  const own = join(directory, run);
  const weights = notebookSweepFile(runPaths(own).notebook);
  if (!(await fileExists(weights))) return `${weights} is not there`;
  const { result } = await readStatus(own);
  const { score = null, loss = null, density = null, neurons_used = null } = result ?? {};
  if (score === null || loss === null || density === null || neurons_used === null) {
    return `${runPaths(own).status}: it has no score`;
  }
  const parameters = notebookParameters((await readRunFile(own)).config.resolved, searched);
  return { record: { parameters, score, avg_loss: loss, avg_sparsity: density, neurons_used }, weights };
}

async function refuseFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  throw new UserError(`${folder}: this folder has files already; name a new one, so that none of them is replaced`);
}

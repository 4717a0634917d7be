import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSweep } from '../core/config/parseSweep';
import { resolveSweep } from '../core/config/resolveSweep';
import { providerSetting } from '../core/run/askedProvider';
import { packTasks, waitForPredecessors } from '../runtime/slurm/packTasks';
import { packPaths, readPack } from '../runtime/slurm/packStore';
import { shareAmongRuns } from '../runtime/sharedByRuns';
import { LocalExecutor } from '../runtime/sweep/localExecutor';
import { settledOutcome } from '../runtime/sweep/trialTask';
import { readSweepFile } from '../store/sweepFiles';
import { EXIT } from './exitCodes';
import { modelFolders, THIS_PROGRAM } from './places';
import { showTrial } from './print';
import { stopOnSignals } from './signals';

/** How often the pack's stop file is looked for: each time costs a network file system something. */
const STOP_MILLISECONDS = 1000;

/**
 * Trains a pack of a sweep's trials, as a task of a cluster does: those that have not ended, from their checkpoints. It
 * writes their runs and outcomes and nothing of the sweep itself. A signal to end, or the pack's stop file, makes it
 * save and end.
 *
 * @returns the exit code
 * @throws UserError where the pack, or the sweep, cannot be read
 */
export async function trainPack(directory: string, pack: number, quantaVersion: string): Promise<number> {
  const sweep = resolve(directory);
  const signals = stopOnSignals();
  try {
    const [file, record] = [await readPack(sweep, pack), await readSweepFile(sweep)];
    const { objectives, together } = resolveSweep(parseSweep(record.config.text, record.config.file));
    const executor = new LocalExecutor({
      objectives,
      together,
      origin: {
        provider: file.provider ?? undefined,
        setting: providerSetting(process.env),
        program: THIS_PROGRAM,
        trying: showTrial,
        folders: modelFolders(),
        modelPath: record.model.path,
        shared: shareAmongRuns(),
        quantaVersion,
        now: new Date(),
      },
      says: print,
    });
    const stopRequested = orStopFile(packPaths(sweep, pack).stop, signals.requested);
    const tasks = packTasks(sweep, file, record.config.file);
    await waitForPredecessors(tasks, stopRequested, print);
    const settled = await Promise.all(tasks.map(settledOutcome));
    let exitCode: number = EXIT.done;
    await executor.train(
      tasks.filter((_, i) => settled[i] === undefined),
      ({ trial }, { state, error }) => {
        print(`Trial ${trial}: ${state}${error === null ? '' : `: ${error}`}`);
        if (state === 'stopped') exitCode = EXIT.interrupted;
        return Promise.resolve();
      },
      stopRequested,
    );
    return exitCode;
  } finally {
    signals.release();
  }
}

/** Into the task's log. */
function print(text: string): void {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
}

function orStopFile(path: string, signalled: () => boolean): () => boolean {
  let looked = -Infinity;
  let found = false;
  return () => {
    if (signalled() || found) return true;
    const now = performance.now();
    if (now - looked < STOP_MILLISECONDS) return false;
    looked = now;
    found = existsSync(path);
    return found;
  };
}

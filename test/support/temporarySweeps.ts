import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerLine } from '../../src/core/sweep/ledgerLine';
import type { TrialOutcome } from '../../src/core/sweep/trialOutcome';
import { LocalExecutor } from '../../src/runtime/sweep/localExecutor';
import { openSweep, type OpenSweep } from '../../src/runtime/sweep/openSweep';
import { runSweep } from '../../src/runtime/sweep/runSweep';
import type { SweepEnd, SweepReporter } from '../../src/runtime/sweep/sweepReporter';
import type { TrialExecutor, TrialTask } from '../../src/runtime/sweep/trialExecutor';
import { CLI } from './buildOnce';
import { FIXTURES } from './json';
import { temporaryFolder } from './temporaryFolder';

/** The name under which a sweep's folder has its config. */
export const SWEEP_CONFIG = 's.quanta.json';

/** Keys of sweeps of the tiny model whose trials take a fraction of a second. */
export const TINY_SWEEP = {
  kind: 'sweep',
  model: 'tiny.pth',
  provider: 'cpu',
  architecture: 'kl',
  positions: 'P4-P15',
  operations: { add: 34, sub: 66 },
  encoding_dim: 8,
  batch_size: 8,
  num_batches: 6,
  num_epochs: 3,
  early_stopping_threshold: 0,
  objective: 'loss',
  analyse: 'none',
} as const;

/** A folder with the tiny model and a config of these keys; removed when the test ends. */
export async function sweepFolder(keys: object): Promise<string> {
  const folder = await temporaryFolder();
  await copyFile(join(FIXTURES, 'tiny.pth'), join(folder, 'tiny.pth'));
  await writeSweep(folder, keys);
  return folder;
}

/** Replaces the config of a sweep's folder. */
export async function writeSweep(folder: string, keys: object): Promise<void> {
  await writeFile(join(folder, SWEEP_CONFIG), JSON.stringify({ ...TINY_SWEEP, ...keys }));
}

/**
 * Opens the sweep of a folder in its directory `sweep`.
 *
 * @param config without it, the sweep is gone on with by its directory alone
 */
export async function openTestSweep(folder: string, config: string | undefined = SWEEP_CONFIG): Promise<OpenSweep> {
  return openSweep(
    {
      config: config && join(folder, config),
      directory: join(folder, 'sweep'),
      runsFolder: join(folder, 'runs'),
    },
    {
      provider: undefined,
      program: [process.execPath, CLI],
      folders: { workspace: folder, hubCache: folder, bundled: folder },
      quantaVersion: 'test',
      now: new Date(),
    },
  );
}

/** What a test hears and decides of a sweep that runs. */
export interface Watching {
  readonly onLine?: (line: LedgerLine) => void;
  readonly onSaying?: (text: string) => void;
  readonly stopRequested?: () => boolean;
  /** Trains the trials in place of this process. */
  readonly executor?: TrialExecutor;
}

/** Runs an open sweep to its end. */
export async function runTestSweep(
  open: OpenSweep,
  { onLine, onSaying, stopRequested = () => false, executor }: Watching = {},
): Promise<SweepEnd> {
  const nothing = () => undefined;
  const reporter: SweepReporter = {
    begins: nothing,
    line: onLine ?? nothing,
    says: onSaying ?? nothing,
    ends: nothing,
    fails: nothing,
  };
  const { sweep, origin } = open;
  return runSweep(open, reporter, stopRequested, (says) => {
    return executor ?? new LocalExecutor({ objectives: sweep.objectives, together: sweep.together, origin, says });
  });
}

/** An executor that trains nothing: what becomes of each trial is worked out from its config. */
export function madeUp(become: (task: TrialTask) => Partial<TrialOutcome>): TrialExecutor {
  return {
    train: async (tasks, told) => {
      for (const task of tasks) {
        const outcome = { state: 'done', objective: null, epoch: null, error: null, ...become(task) } as const;
        await told(task, outcome);
      }
    },
  };
}

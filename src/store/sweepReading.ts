import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../core/errors';
import { importanceFileSchema, type ImportanceFile } from '../core/sweep/importanceFile';
import type { LedgerTrial } from '../core/sweep/ledger';
import { trialJobSchema, type TrialJob } from '../core/sweep/trialJob';
import { fileExists } from './fileExists';
import { inParallel } from './inParallel';
import { readJson } from './jsonFile';
import { LedgerTail } from './ledgerTail';
import { runPaths } from './runDirectory';
import { sweepPaths, trialPaths } from './sweepDirectory';
import { isMissing } from './textFile';

/** A trial, by its ledger and by what lies in its directory. */
export interface ReadTrial {
  readonly trial: LedgerTrial;
  /** Absolute path of its run. */
  readonly directory: string;
  /** Whether there is an SAE: not told of one that trains. */
  readonly hasSae: boolean;
  /** The task of a cluster that trains it; null where none is known. */
  readonly job: TrialJob | null;
}

/** What the files of a sweep say, read as they grow: a look at thousands of trials of which none has changed costs little. */
export class SweepReading {
  private readonly ledger: LedgerTail;
  private readonly known = new Map<number, ReadTrial>();
  private importanceTime: number | undefined;
  private importanceFile: ImportanceFile | null = null;
  private importanceProblem: string | undefined;

  constructor(readonly directory: string) {
    this.ledger = new LedgerTail(directory);
  }

  /** All that were read, in the order of their numbers. */
  get trials(): readonly ReadTrial[] {
    return this.ledger.ledger.trials.flatMap(({ trial }) => this.known.get(trial) ?? []);
  }

  get(trial: number): ReadTrial | undefined {
    return this.known.get(trial);
  }

  /** How much each key matters; null where nothing says so yet. */
  get importance(): ImportanceFile | null {
    return this.importanceFile;
  }

  /** One message for each thing that is wrong with the files. */
  get problems(): readonly string[] {
    return [...this.ledger.ledger.problems, ...(this.importanceProblem === undefined ? [] : [this.importanceProblem])];
  }

  /**
   * Reads what is new.
   *
   * @param onCluster whether tasks of a cluster train the trials
   * @returns the trials that are new, or not what they were
   */
  async look(onCluster: boolean): Promise<readonly ReadTrial[]> {
    await this.lookAtImportance();
    const inLedger = await this.ledger.read();
    const again = new Map(inLedger.map((trial) => [trial.trial, trial]));
    // What a cluster says of those that train changes without the ledger.
    const training = onCluster ? this.trials.filter(({ trial }) => trial.state === 'running') : [];
    for (const { trial } of training) if (!again.has(trial.trial)) again.set(trial.trial, trial);
    const changed: ReadTrial[] = [];
    await inParallel(again.values(), async (trial) => {
      const read = await this.read(trial, onCluster);
      if (isDeepStrictEqual(read, this.known.get(trial.trial))) return;
      this.known.set(trial.trial, read);
      changed.push(read);
    });
    return changed.sort((a, b) => a.trial.trial - b.trial.trial);
  }

  private async read(trial: LedgerTrial, onCluster: boolean): Promise<ReadTrial> {
    const directory = join(this.directory, trial.run);
    const hasSae = trial.state !== 'running' && (await fileExists(runPaths(directory).sae));
    return { trial, directory, hasSae, job: onCluster ? await jobOf(directory) : null };
  }

  /** A broken file is a problem of the sweep, and what it said before still stands. */
  private async lookAtImportance(): Promise<void> {
    const path = sweepPaths(this.directory).importance;
    try {
      const time = await timeOf(path);
      if (time === this.importanceTime) return;
      this.importanceFile = time === undefined ? null : await readJson(path, importanceFileSchema);
      this.importanceTime = time;
      this.importanceProblem = undefined;
    } catch (error) {
      this.importanceProblem = messageOf(error);
    }
  }
}

/** A job that cannot be read is none: its file is replaced with the next thing that the cluster says. */
async function jobOf(directory: string): Promise<TrialJob | null> {
  const { job } = trialPaths(directory);
  if (!(await fileExists(job))) return null;
  return readJson(job, trialJobSchema).catch(() => null);
}

async function timeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

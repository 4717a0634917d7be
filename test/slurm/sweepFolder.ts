import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TrialJob } from '../../src/core/sweep/trialJob';
import { trialPaths, trialRun } from '../../src/store/sweepDirectory';
import { readSweepLedger } from '../../src/store/sweepLedger';
import type { SlurmCluster } from '../../tools/testing/slurm.mjs';
import { startCli, type CliProcess } from '../support/cli';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

const CONFIG = 's.quanta.json';
const LIMIT_SECONDS = 40;

/** Trials of some seconds. */
const TRIALS = {
  kind: 'sweep',
  model: 'tiny.pth',
  architecture: 'kl',
  provider: 'cpu',
  operations: { add: 100 },
  batch_size: 8,
  num_batches: 1200,
  num_epochs: 6,
  early_stopping_threshold: 0,
  analyse: 'none',
  executor: 'slurm',
  together: 1,
} as const;

/** A sweep of the tiny model on a cluster. */
export class SweepFolder {
  readonly directory: string;

  private constructor(
    readonly cwd: string,
    private readonly cluster: SlurmCluster,
  ) {
    this.directory = join(cwd, "it's 100% ours");
  }

  /** Writes the config of a sweep into a new folder. */
  static async make(cluster: SlurmCluster, keys: object): Promise<SweepFolder> {
    const cwd = await realpath(await temporaryFolder());
    await cp(join(FIXTURES, 'tiny.pth'), join(cwd, 'tiny.pth'));
    const folder = new SweepFolder(cwd, cluster);
    await folder.configure(keys);
    return folder;
  }

  async configure(keys: object): Promise<void> {
    await writeFile(join(this.cwd, CONFIG), JSON.stringify({ ...TRIALS, ...keys }));
  }

  /** Starts the sweep, or goes on with it: as it began, or as its config now says. */
  start(variables: NodeJS.ProcessEnv = {}, anew = false): CliProcess {
    const isNew = anew || !existsSync(join(this.directory, 'sweep.json'));
    const args = ['sweep', ...(isNew ? [CONFIG] : []), '--dir', this.directory];
    return startCli(args, { cwd: this.cwd, variables: { SLURM_CONF: this.cluster.conf, ...variables } });
  }

  /** Runs one of Slurm's programs. */
  async slurm(program: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, SLURM_CONF: this.cluster.conf };
    return (await promisify(execFile)(program, args, { env })).stdout;
  }

  trial(number: number): string {
    return join(this.directory, trialRun(number));
  }

  job(trial: number): TrialJob | undefined {
    const { job } = trialPaths(this.trial(trial));
    return existsSync(job) ? (JSON.parse(readFileSync(job, 'utf8')) as TrialJob) : undefined;
  }

  /** Waits until a trial trains and has a checkpoint to go on from; returns the number of the process. */
  async untilTraining(trial: number): Promise<number> {
    const status = join(this.trial(trial), 'status.json');
    await until(`trial ${trial} trains`, () => {
      const isRunning = this.job(trial)?.state === 'RUNNING';
      return isRunning && existsSync(join(this.trial(trial), 'checkpoint', 'state.safetensors'));
    });
    return (JSON.parse(readFileSync(status, 'utf8')) as { pid: number }).pid;
  }

  /** What the ledger says of the trials in the end. */
  async states(): Promise<string[]> {
    const { trials, problems } = await readSweepLedger(this.directory);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return trials.map(({ state, error }) => (error === null ? state : `${state}: ${error}`));
  }

  /** The arrays of tasks that were submitted. */
  get submitted(): string[] {
    return readdirSync(join(this.directory, 'packs')).filter((name) => name.endsWith('.job.json'));
  }

  log(trial?: number): string {
    return readFileSync(join(trial === undefined ? this.directory : this.trial(trial), 'log.txt'), 'utf8');
  }
}

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + 1000 * LIMIT_SECONDS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    await wait(20);
  }
}

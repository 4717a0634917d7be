import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { PackFile, PackJob } from '../../core/sweep/packFile';
import { trialPaths } from '../../store/sweepDirectory';
import type { TrialTask } from '../sweep/trialExecutor';
import { batchArguments, batchScript } from './batchJob';
import { submit } from './commands';
import { readPacks, removePack, scriptPath, writeJob, writePack } from './packStore';
import { stepsOf } from './plan';
import type { Queue } from './queue';
import type { SlurmOptions } from './slurmExecutor';
import { SubmittedPack } from './submittedPack';

/** Trials for one task. */
export interface NewPack {
  readonly tasks: readonly TrialTask[];
  /** How often they were lost before without getting any further. */
  readonly losses: number;
}

/**
 * Submits packs as the tasks of one array. What is going to be submitted is on the disk before, and the job's number
 * after, so that whoever comes later finds it by its number, or by its name.
 *
 * @param packs at least one
 * @throws UserError where Slurm does not take the job; then it is as if nothing had been submitted
 */
export async function submitPacks(
  { directory, slurm, origin }: SlurmOptions,
  packs: readonly NewPack[],
): Promise<SubmittedPack[]> {
  const { next: first } = await readPacks(directory);
  const name = `quanta-${basename(directory)}-${randomBytes(4).toString('hex')}`;
  const files: PackFile[] = [];
  for (const [i, { tasks, losses }] of packs.entries()) {
    // What is still there of an earlier attempt, or an earlier rung, would pass for what becomes of this one.
    for (const task of tasks) await rm(trialPaths(task.directory).outcome, { force: true });
    const trials = tasks.map((task) => ({
      trial: task.trial,
      run: relative(directory, task.directory),
      config: task.config.document.text,
      until_epoch: task.untilEpoch,
    }));
    files.push({ trials, provider: origin.provider ?? null, steps: await stepsOf(tasks), losses });
    await writePack(directory, first + i, files[i]!);
  }
  const job: PackJob = { name, first, tasks: packs.length, job: null };
  await writeJob(directory, job);
  await writeFile(scriptPath(directory, first), batchScript(directory, job, slurm, origin.program));
  const number = await submit(batchArguments(directory, job, slurm)).catch(async (error: unknown) => {
    for (const i of packs.keys()) await removePack(directory, first + i);
    throw error;
  });
  const submitted = { ...job, job: number };
  await writeJob(directory, submitted);
  return packs.map(({ tasks }, i) => new SubmittedPack(directory, first + i, files[i]!, submitted, tasks));
}

/**
 * The packs of trials that were submitted before, by this process or one that is gone, and have not been told of.
 *
 * @param waiting trials that have not ended, by their numbers
 * @returns with whether nothing was ever submitted
 */
export async function submittedPacks(
  directory: string,
  waiting: ReadonlyMap<number, TrialTask>,
  queue: Queue,
): Promise<{ packs: SubmittedPack[]; isFirst: boolean }> {
  const { jobs, packs } = await readPacks(directory);
  const found: SubmittedPack[] = [];
  const taken = new Set<number>();
  for (const [pack, file] of [...packs].toReversed()) {
    const job = jobs.find(({ first, tasks }) => pack >= first && pack < first + tasks);
    const trials = file.trials.flatMap(({ trial, run, until_epoch }) => {
      const task = waiting.get(trial);
      // Of trials that have ended, the task may still be there.
      const isOfPack = (task === undefined || task.untilEpoch === until_epoch) && !taken.has(trial);
      return isOfPack ? [{ trial, directory: join(directory, run) }] : [];
    });
    // The process that submitted it may have died before it was told the job's number.
    const number = job?.job ?? (job && queue.named(job.name));
    if (job && number !== undefined && trials.length > 0) {
      if (job.job === null) await writeJob(directory, { ...job, job: number });
      found.push(new SubmittedPack(directory, pack, file, { ...job, job: number }, trials));
      for (const { trial } of trials) taken.add(trial);
    } else await removePack(directory, pack);
  }
  return { packs: found, isFirst: jobs.length === 0 };
}

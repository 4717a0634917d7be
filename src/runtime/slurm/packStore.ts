import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packFileSchema, packJobSchema, type PackFile, type PackJob } from '../../core/sweep/packFile';
import { writeJsonAtomically } from '../../store/atomicFile';
import { fileExists } from '../../store/fileExists';
import { readJson } from '../../store/jsonFile';
import { sweepPaths } from '../../store/sweepDirectory';

/** The files of a pack, and of the job that it was submitted with. */
export interface PackPaths {
  readonly pack: string;
  /** A file by whose existence its task is asked to stop. */
  readonly stop: string;
}

export function packPaths(sweep: string, pack: number): PackPaths {
  const at = (ending: string) => join(sweepPaths(sweep).packs, `${pack}.${ending}`);
  return { pack: at('json'), stop: at('stop') };
}

/** What the task of an array printed, where `%a` stands for its index. */
export function logPath(sweep: string, first: number, index: number | '%a'): string {
  return join(sweepPaths(sweep).packs, `${first}.task${index}.log`);
}

/** The shell script that a job was submitted with. */
export function scriptPath(sweep: string, first: number): string {
  return join(sweepPaths(sweep).packs, `${first}.sh`);
}

/** Throws a UserError naming the file where it is missing or broken. */
export async function readPack(sweep: string, pack: number): Promise<PackFile> {
  return readJson(packPaths(sweep, pack).pack, packFileSchema);
}

export async function writePack(sweep: string, pack: number, file: PackFile): Promise<void> {
  await mkdir(sweepPaths(sweep).packs, { recursive: true });
  await writeJsonAtomically(packPaths(sweep, pack).pack, file);
}

/** Forgets a pack all of whose trials have ended. */
export async function removePack(sweep: string, pack: number): Promise<void> {
  const { pack: file, stop } = packPaths(sweep, pack);
  // Without the pack, nobody looks for the other.
  await rm(file, { force: true });
  await rm(stop, { force: true });
}

/** Asks the task that trains a pack to stop. */
export async function stopPack(sweep: string, pack: number): Promise<void> {
  await writeFile(packPaths(sweep, pack).stop, '');
}

export async function isStopped(sweep: string, pack: number): Promise<boolean> {
  return fileExists(packPaths(sweep, pack).stop);
}

export async function writeJob(sweep: string, job: PackJob): Promise<void> {
  await writeJsonAtomically(jobPath(sweep, job.first), job);
}

/** What a sweep has submitted so far: the jobs, and the packs that have not ended. */
export async function readPacks(sweep: string): Promise<{
  readonly jobs: readonly PackJob[];
  readonly packs: ReadonlyMap<number, PackFile>;
  readonly next: number;
}> {
  const { packs: folder } = sweepPaths(sweep);
  const names = await readdir(folder).catch(() => []);
  const numbersOf = (pattern: RegExp) => names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  const jobs = await Promise.all(
    numbersOf(/^(\d+)\.job\.json$/).map((first) => readJson(jobPath(sweep, first), packJobSchema)),
  );
  const numbers = numbersOf(/^(\d+)\.json$/);
  const packs = await Promise.all(numbers.map(async (pack) => [pack, await readPack(sweep, pack)] as const));
  const used = [...numbers, ...jobs.map(({ first, tasks }) => first + tasks - 1)];
  return { jobs, packs: new Map(packs.toSorted(([a], [b]) => a - b)), next: Math.max(-1, ...used) + 1 };
}

function jobPath(sweep: string, first: number): string {
  return join(sweepPaths(sweep).packs, `${first}.job.json`);
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import type { CliProcess } from '../support/cli';

/** When to kill a training process: so long after it started, or after it changed a file of its run. */
export interface Moment {
  readonly after: 'start' | 'metrics.jsonl' | 'checkpoint/state.safetensors' | 'sae';
  readonly milliseconds: number;
}

/**
 * Fifteen moments: while the program starts, between checkpoints, around checkpoints, and while the end is written.
 * The program takes about half a second to start, the checkpoints of an accelerated run are half a second apart, and
 * the end is written within 20 ms.
 */
export function randomMoments(seed: number): Moment[] {
  const between = (after: Moment['after'], first: number, last: number) =>
    fc.record({ after: fc.constant(after), milliseconds: fc.integer({ min: first, max: last }) });
  const moments = fc.tuple(
    ...Array.from({ length: 4 }, () => between('start', 0, 700)),
    ...Array.from({ length: 4 }, () => between('metrics.jsonl', 0, 700)),
    ...Array.from({ length: 4 }, () => between('checkpoint/state.safetensors', 0, 500)),
    ...Array.from({ length: 3 }, () => between('sae', 0, 20)),
  );
  const shuffled = moments.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
  return fc.sample(shuffled, { seed, numRuns: 1 })[0]!;
}

/** A moment that a faster process still lives to see: half as late, at last a moment after it starts. */
export function sooner({ after, milliseconds }: Moment): Moment {
  return milliseconds === 0
    ? { after: 'start', milliseconds: 300 }
    : { after, milliseconds: Math.floor(milliseconds / 2) };
}

/** Kills a process that trains the run in a directory at a moment; false where it ended before. */
export async function killAt(moment: Moment, directory: string, process: CliProcess): Promise<boolean> {
  if (moment.after !== 'start') await changeOf(join(directory, moment.after), process);
  await wait(moment.milliseconds);
  const hit = process.isRunning();
  process.kill('SIGKILL');
  await process.exit;
  return hit;
}

/** Waits until a file or folder is made or changed, or the process that should do it has ended. */
export async function changeOf(path: string, process: CliProcess): Promise<void> {
  const time = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  const before = time();
  while (process.isRunning() && time() === before) await wait(2);
}

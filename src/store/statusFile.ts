import { z } from 'zod';
import { writeJsonAtomically } from './atomicFile';
import { readJson } from './jsonFile';
import { runPaths } from './runDirectory';

const count = z.int().min(0);

const progressSchema = z.object({
  /** From 1. */
  epoch: count,
  num_epochs: count,
  /** Training steps done, and those of all epochs: early stopping may end the run before. */
  step: count,
  total_steps: count,
  /** Questions trained on. */
  questions: count,
  questions_per_second: z.number().nullable(),
  /** An estimate. */
  seconds_left: z.number().nullable(),
  /** The last interval's means; null where there is none yet or it was not finite. */
  loss: z.number().nullable(),
  density: z.number().nullable(),
  neurons_used: count.nullable(),
});

/** Null where a number is not finite, or where no epoch was completed. */
const resultSchema = z.object({
  score: z.number().nullable(),
  loss: z.number().nullable(),
  density: z.number().nullable(),
  neurons_used: count.nullable(),
  /** From 1. */
  best_epoch: count.nullable(),
});

/** `status.json`: how a run stands. */
const runStatusSchema = z.object({
  state: z.enum(['queued', 'running', 'stopping', 'stopped', 'done', 'failed']),
  /** The process that runs it, and the machine that it runs on. */
  pid: z.int().positive(),
  host: z.string(),
  /** When the process last said that it lives: ISO 8601, UTC, every 2 seconds. */
  heartbeat: z.iso.datetime(),
  /** Null before training starts. */
  progress: progressSchema.nullable(),
  /** Null until the end. */
  result: resultSchema.nullable(),
  /** What went wrong in a failed run; null in others. */
  error: z.string().nullable(),
});

export type RunStatus = z.infer<typeof runStatusSchema>;
export type RunProgress = z.infer<typeof progressSchema>;
export type RunResult = z.infer<typeof resultSchema>;

/** Throws a UserError naming the file where it is missing or broken. */
export async function readStatus(directory: string): Promise<RunStatus> {
  return readJson(runPaths(directory).status, runStatusSchema);
}

/** Replaces `status.json` in a run's directory, so that a reader sees the old one or the new one, whole. */
export async function writeStatus(directory: string, status: RunStatus): Promise<void> {
  await writeJsonAtomically(runPaths(directory).status, status);
}

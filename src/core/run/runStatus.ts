import * as z from 'zod';
import { sweepProgressSchema } from '../sweep/sweepProgress';

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

/** `status.json`: how a run, or a sweep, stands. */
export const runStatusSchema = z.object({
  state: z.enum(['queued', 'running', 'stopping', 'stopped', 'done', 'failed']),
  /** The process that runs it, or that will start it while it is queued, and the machine that this process runs on. */
  pid: z.int().positive(),
  host: z.string(),
  /** When the process last said that it lives: ISO 8601, UTC, every 2 seconds; while queued, when it was queued. */
  heartbeat: z.iso.datetime(),
  /** Null before training starts. */
  progress: progressSchema.nullable(),
  /** Null until the end; of a run that is queued to be resumed, what it had come to. */
  result: resultSchema.nullable(),
  /** What went wrong in a failed run; null in others. */
  error: z.string().nullable(),
  /** A sweep's, instead of progress and result. */
  sweep: sweepProgressSchema.nullable().exactOptional(),
});

export type RunStatus = z.infer<typeof runStatusSchema>;
export type RunProgress = z.infer<typeof progressSchema>;
export type RunResult = z.infer<typeof resultSchema>;

/**
 * A run's state as users see it: `dead` where the process ended, or hangs, without having said so; `unknown` where the
 * status cannot be read.
 */
export type DisplayState = RunStatus['state'] | 'dead' | 'unknown';

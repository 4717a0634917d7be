import * as z from 'zod';

const count = z.int().min(0);

/** How far a sweep is, in its `status.json`. */
export const sweepProgressSchema = z.object({
  /** The most trials there can be; null where only other limits end the sweep. */
  most: count.nullable(),
  running: count,
  /** Paused at a rung. */
  waiting: count,
  done: count,
  failed: count,
  /** The first objective of the best trial; null while there is none. */
  best: z.number().nullable(),
  /** Minutes of training so far, in all processes that the sweep had. */
  minutes: z.number().min(0),
  /** Why no more trials are started; null while more are. */
  reached: z.enum(['trials', 'minutes', 'patience', 'space']).nullable(),
});

export type SweepProgress = z.infer<typeof sweepProgressSchema>;

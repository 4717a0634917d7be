import * as z from 'zod';
import { saeKeys } from '../config/saeKeys';

const count = z.int().min(0);

/** `packs/<n>.json` of a sweep: trials that one task of a cluster trains. It is there until all of them have ended. */
export const packFileSchema = z.object({
  trials: z
    .array(
      z.object({
        trial: count,
        /** Its run, relative to the sweep's directory. */
        run: z.string(),
        /** The text of its config. */
        config: z.string(),
        /** Epochs, from its beginning, after which it is paused; null where it is trained to its end. */
        until_epoch: z.int().min(1).nullable(),
      }),
    )
    .min(1),
  /** The provider that the sweep's command line asks for; null where it names none. */
  provider: saeKeys.provider.nullable(),
  /** Steps that all of the trials had been trained for, together, when they were submitted. */
  steps: count,
  /** How often they had been submitted before, and were lost without getting any further. */
  losses: count,
});

export type PackFile = z.infer<typeof packFileSchema>;

/** `packs/<first>.job.json`: packs with consecutive numbers that were submitted as one array of tasks. */
export const packJobSchema = z.object({
  /** The name that the cluster knows it by, and no other job has. */
  name: z.string(),
  first: count,
  tasks: z.int().min(1),
  /** The number that the cluster gave it; null where that is not known, or it was never submitted. */
  job: z.int().min(1).nullable(),
});

export type PackJob = z.infer<typeof packJobSchema>;

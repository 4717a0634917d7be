import * as z from 'zod';

/** `job.json` in a trial's directory: the task of a cluster that trains it, as its coordinator last saw it. */
export const trialJobSchema = z.object({
  /** As the cluster names it: `1234_5`. */
  id: z.string(),
  /** In the cluster's own word: PENDING, RUNNING, NODE_FAIL, … */
  state: z.string(),
  /** Why it waits or ended, in the cluster's own words; null where it says nothing. */
  reason: z.string().nullable(),
  /** The node it runs or ran on. */
  node: z.string().nullable(),
});

export type TrialJob = z.infer<typeof trialJobSchema>;

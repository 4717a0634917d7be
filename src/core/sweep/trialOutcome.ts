import * as z from 'zod';
import { objectivesSchema } from './ledgerLine';

/**
 * `outcome.json` in a trial's directory: what has become of the trial, written by whichever process has trained it,
 * before the ledger says so.
 */
export const trialOutcomeSchema = z.object({
  state: z.enum(['paused', 'stopped', 'done', 'failed']),
  /** What it came to, or at a rung has come to so far; null where nothing is known. */
  objective: objectivesSchema.nullable(),
  /** Epochs trained where it was paused; null otherwise. */
  epoch: z.int().min(1).nullable(),
  /** Why it failed; null in others. */
  error: z.string().nullable(),
});

export type TrialOutcome = z.infer<typeof trialOutcomeSchema>;

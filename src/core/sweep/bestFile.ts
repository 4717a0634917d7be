import * as z from 'zod';
import type { ObjectiveName } from '../config/sweepConfig';
import { objectiveNames } from '../config/sweepKeys';
import type { LedgerTrial } from './ledger';
import { objectivesSchema, parametersSchema } from './ledgerLine';
import { bestTrials } from './standing';

/** `best.json`: the best trial so far; with several objectives, the front. */
export const bestFileSchema = z.object({
  objectives: z.array(z.enum(objectiveNames)),
  trials: z.array(
    z.object({
      trial: z.int().min(0),
      params: parametersSchema,
      objective: objectivesSchema,
      /** Relative to the sweep's directory. */
      run: z.string(),
    }),
  ),
});

export type BestFile = z.infer<typeof bestFileSchema>;

/** What `best.json` says while a ledger has these trials. */
export function bestFile(trials: readonly LedgerTrial[], objectives: readonly ObjectiveName[]): BestFile {
  const best = bestTrials(trials, objectives).map(({ trial, parameters, objective, run }) => ({
    trial,
    params: parameters,
    objective: objective!,
    run,
  }));
  return { objectives: [...objectives], trials: best };
}

import * as z from 'zod';
import { objectiveNames } from '../config/sweepKeys';

const share = z.number();

/** `importance.json`: how much each searched key matters to each objective, most first: see `importance.ts`. */
export const importanceFileSchema = z.object({
  /** Trials that it was told from. */
  trials: z.int().min(0),
  objectives: z.partialRecord(
    z.enum(objectiveNames),
    z.array(z.object({ key: z.string(), alone: share, total: share })),
  ),
});

export type ImportanceFile = z.infer<typeof importanceFileSchema>;

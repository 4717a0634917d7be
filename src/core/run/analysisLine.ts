import * as z from 'zod';

/** A line of `quanta analyse --json`. */
export const analysisLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), directory: z.string() }),
  /** How much of a stage is done; the stages are those of `AnalysisReporter`. */
  z.object({ kind: z.literal('progress'), stage: z.string(), done: z.number().min(0).max(1) }),
  z.object({
    kind: z.literal('end'),
    state: z.enum(['done', 'stopped']),
    exit: z.int(),
    seconds: z.number().nullable(),
    /** Null where no labels were looked for. */
    labelled: z.int().nullable(),
    proved: z.int().nullable(),
  }),
]);

export type AnalysisLine = z.infer<typeof analysisLineSchema>;

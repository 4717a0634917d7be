import * as z from 'zod';
import { ROWS } from '../analysis/label';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** A label: a task (SC, MV, OPR, …), its column, the column less the digit predicted there, and the questions it is of. */
export const labelSchema = z.object({
  task: z.string(),
  /** The column n of Dn and D'n; null for tasks of the whole question, and for labels of several positions. */
  digit: count.nullable(),
  /** Null where no digit is predicted. */
  relative: z.int().nullable(),
  rows: z.enum(ROWS),
  /** Of a task of several values, the one that the neuron tells from all others. */
  value: z.int().nullable(),
});

/** How well a label describes a neuron, on questions that had no part in choosing it. */
export const labelScoresSchema = z.object({
  auroc: share,
  f1: share,
  nmi: z.number(),
  /** Questions with the label, or without where those are fewer. */
  support: count,
});

/** Counts by the name of an answer digit, A0 … , the sign as A(d+1); 0 where absent. */
const byDigitSchema = z.record(z.string(), count);

const ablationSchema = z.object({
  /** Questions, answered right before, that are answered wrong. */
  failures: count,
  wrong: byDigitSchema,
  /** Those of the wrong digits that need the label. */
  needed: byDigitSchema,
  /** Those that need it or another label of the same neurons on other questions; null where they have no other. */
  needed_together: byDigitSchema.nullable(),
  by_class: z.record(z.string(), count),
  /** Failures under random directions of the same norm; null where the ablation fails too little to compare. */
  random_failures: count.nullable(),
});

/** What was changed and what came of it. */
export const proofSchema = z.object({
  /** Questions put to it. */
  questions: count,
  /** The neurons set to their means, and to zero. */
  mean: ablationSchema,
  zero: ablationSchema,
  /**
   * The neurons given the activations that they have on questions which differ only in the label: in how many questions,
   * how many answer digits changed, and how many of those to what the arithmetic says.
   */
  interchange: z.object({ questions: count, changed: count, moved: count }),
});

export const statusSchema = z.enum(['proved', 'correlates']);

export type AnalysedLabel = z.infer<typeof labelSchema>;
export type ProofRecord = z.infer<typeof proofSchema>;
export type LabelStatus = z.infer<typeof statusSchema>;

import * as z from 'zod';

const count = z.int().min(0);
const accuracySchema = z.object({ questions: count, right: count });

/** A question that was answered wrong. */
const wrongAnswerSchema = z.object({
  /** Without its answer, such as `018539+789353`. */
  question: z.string(),
  /** What the model answers: sign and d + 1 digits. */
  answer: z.string(),
  expected: z.string(),
});

/** A question that the model's authors say it answers wrong. */
const knownFailureSchema = z.object({
  question: z.string(),
  /** The wrong answer as published, and the one given here. */
  claimed: z.string(),
  answer: z.string(),
  expected: z.string(),
});

/** How many of the questions answered wrong are kept. */
export const KEPT_WRONG_ANSWERS = 1000;

/** `<sha256>.json`: how well a model answers, as it was measured here. */
export const accuracyFileSchema = z.object({
  model: z.string(),
  /** Of the model's file. */
  sha256: z.string().regex(/^[\da-f]{64}$/),
  seed: count,
  /** Percent of each operation. */
  operations: z.object({ add: z.number(), sub: z.number(), mul: z.number() }),
  /** Exact answers: every digit and the sign, each predicted with the true ones before it in the context. */
  all: accuracySchema,
  /** By the question's class: S0 … S5, M0 … M4+, N1 … N4+; `*` for multiplications. */
  classes: z.record(z.string(), accuracySchema),
  /** The first of the questions answered wrong, at most `KEPT_WRONG_ANSWERS`. */
  wrong: z.array(wrongAnswerSchema),
  known_failures: z.array(knownFailureSchema),
  provider: z.string(),
  /** Time spent on answering. */
  seconds: z.number(),
  /** When it was last gone on with, ISO 8601. */
  measured_at: z.string(),
});

export type AccuracyFile = z.infer<typeof accuracyFileSchema>;

/** A line of `quanta measure --json`. */
export type AccuracyLine =
  | { readonly type: 'progress'; readonly done: number; readonly of: number; readonly right: number }
  | ({ readonly type: 'accuracy'; readonly path: string } & AccuracyFile);

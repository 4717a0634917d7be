import * as z from 'zod';

const count = z.int().min(0);

/** An answer token by token, the sign first: what the model finds likeliest after the true tokens before it. */
const answerSchema = z.object({
  /** Such as `+0315600`. */
  text: z.string(),
  /** The probability of each of its tokens. */
  probabilities: z.array(z.number()),
  /** The probability of each token of the true answer. */
  of_true: z.array(z.number()),
});

/** One question put to a model and its SAE, as `quanta try --json` prints it. */
export const triedSchema = z.object({
  /** With its true answer, such as `133357+182243=+0315600`. */
  question: z.string(),
  /** By position of the SAE, the activation of every neuron. */
  activations: z.array(z.object({ position: count, position_name: z.string(), neurons: z.array(z.number()) })),
  true_answer: z.string(),
  model: answerSchema,
  /** With the SAE's reconstruction in place of the activations. */
  spliced: answerSchema,
  /** With some neurons' activations replaced, keeping what the SAE does not reconstruct; null where none are. */
  without: z.object({ neurons: z.array(count), to: z.enum(['mean', 'zero']), answer: answerSchema }).nullable(),
});

/** What is asked of `quanta try --json`, one line each. */
export const tryRequestSchema = z.strictObject({
  question: z.string().max(100),
  neurons: z.array(count).max(100_000),
  to: z.enum(['mean', 'zero']),
});

export type Tried = z.infer<typeof triedSchema>;
export type TryRequest = z.infer<typeof tryRequestSchema>;

import * as z from 'zod';

export const EMBEDDING_METHODS = ['tsne', 'pca'] as const;

/** So many of the sampled questions are laid out where nothing else is asked for: more take t-SNE minutes. */
export const EMBEDDED_QUESTIONS = 2000;

/** A line of `quanta embed --json`: how far it is, and at the end where each question of the sample lies. */
export const embeddingLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number().min(0).max(1) }),
  z.object({
    type: z.literal('embedding'),
    method: z.enum(EMBEDDING_METHODS),
    position: z.int().min(0),
    /** Two coordinates for each question, the first questions of the sample. */
    points: z.array(z.tuple([z.number(), z.number()])),
    /** t-SNE only. */
    perplexity: z.number().nullable(),
    kl_divergence: z.number().nullable(),
    /** PCA only: of both components. */
    explained_variance_ratio: z.tuple([z.number(), z.number()]).nullable(),
    /** How many of each point's nearest neighbours were near before (Venna and Kaski 2001), 12 of them; 1 is best. */
    trustworthiness: z.number(),
    seconds: z.number(),
  }),
]);

export type EmbeddingMethod = (typeof EMBEDDING_METHODS)[number];
export type EmbeddingLine = z.infer<typeof embeddingLineSchema>;

/** Where each question lies, and how far that can be trusted. */
export type Embedding = Extract<EmbeddingLine, { type: 'embedding' }>;

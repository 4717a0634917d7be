import * as z from 'zod';
import { labelSchema } from './analysedLabel';
import { usableProviderSchema } from './providerRecord';

const count = z.int().min(0);
const atPosition = { position: count, position_name: z.string() };

const accuracySchema = z.object({ questions: count, right: count });
/** Exact answers: every digit and the sign, each predicted with the true ones before it in the context. */
const accuraciesSchema = z.object({
  all: accuracySchema,
  /** By the question's class: S0 … S5, M0 … M4+, N1 … N4+; `*` for multiplications. */
  classes: z.record(z.string(), accuracySchema),
});

/** How well features tell the sub-tasks of the questions, on questions that had no part in choosing the features. */
const coverageSchema = z.object({
  /** How many features: of the model's own neurons and of random directions at most 256. */
  features: count,
  /** Sub-tasks asked for. */
  properties: count,
  /** Mean over them of the best F1 that a feature with a threshold has. */
  coverage: z.number().nullable(),
  /** Mean F1 of predicting them from precise features alone. */
  reconstruction: z.number().nullable(),
});

/** A layer's MLP at a position, as the literature counts nodes. */
const nodeSchema = z.object({
  layer: count,
  ...atPosition,
  /** Questions answered wrong where all of the layer's mlp.hook_post at the position is replaced by its mean. */
  failures: count,
  /** Percent of the questions put to it. */
  fail_percent: z.number(),
  /** The digits answered wrong, such as A32. */
  impact: z.string(),
  by_class: z.record(z.string(), count),
  /** Whether there are any failures. */
  useful: z.boolean(),
  /**
   * Share of the wrong digits that proved labels account for, and whether that is at least half; null where useless. An
   * SAE can explain nodes of its own layer only.
   */
  explained_share: z.number().nullable(),
  explained: z.boolean().nullable(),
  /** Proved labels of neurons or groups there. */
  labels: z.array(z.object({ ...labelSchema.shape, neurons: z.array(count) })),
});

/** `quality.json`: how good an SAE is as a whole. */
export const qualityFileSchema = z.object({
  model: z.string(),
  hook: z.string(),
  architecture: z.string(),
  neurons: count,
  /** Probe questions, and those of them for accuracy. */
  questions: count,
  accuracy_questions: count,
  seed: count,
  /** The execution provider that computed it. */
  provider: usableProviderSchema,
  /** 1 - Σ|x - x̂|² / Σ|x - μ|², μ the mean of all activations, or of those at the same position. */
  explained_variance: z.number().nullable(),
  explained_variance_per_position_mean: z.number().nullable(),
  mse: z.number(),
  /** Mean number of neurons that fire. */
  l0: z.number(),
  /** Neurons that never fire, and that always do. */
  dead: z.array(count),
  always_on: z.array(count),
  positions: z.array(z.object({ ...atPosition, explained_variance: z.number().nullable(), l0: z.number() })),
  accuracy: z.object({
    model: accuraciesSchema,
    /** With the SAE's reconstruction in place of the activations. */
    spliced: accuraciesSchema,
    /** With their means at each position. */
    mean_ablated: accuraciesSchema,
  }),
  /** Null where no labels were looked for. */
  labels: z
    .object({
      /** Labels that describe neurons well; those of them that are proved, or stand up to their controls. */
      candidates: count,
      labelled: count,
      proved: count,
      /** Candidates whose proof the time did not allow. */
      unfinished: count,
      /** Groups of neurons with the same label. */
      groups: count,
      groups_proved: count,
      /** Of the SAE's neurons, of random directions, and of the model's own neurons. */
      coverage: z.object({ sae: coverageSchema, random: coverageSchema, raw: coverageSchema }),
    })
    .nullable(),
  /** Every layer's MLP at every position that something is predicted from; null where no labels were looked for. */
  nodes: z.array(nodeSchema).nullable(),
  useful_nodes: count.nullable(),
  explained_nodes: count.nullable(),
  seconds: z.number(),
});

export type QualityNode = z.infer<typeof nodeSchema>;
export type QualityFile = z.infer<typeof qualityFileSchema>;

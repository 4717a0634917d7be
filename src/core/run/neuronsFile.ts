import * as z from 'zod';
import { labelSchema, labelScoresSchema, proofSchema, statusSchema } from './analysedLabel';

const count = z.int().min(0);

const histogramSchema = z.object({
  /** Bin i counts activations above i · width, up to (i + 1) · width; zeros are in none. */
  width: z.number(),
  counts: z.array(count),
});

/** A question on which a neuron fires, at a token position. */
const exampleSchema = z.object({ question: z.string(), position: count, activation: z.number() });

const statisticsSchema = z.object({
  /** Fraction of the activations that are not zero. */
  density: z.number(),
  mean: z.number(),
  /** Of the activations that are not zero; null where all are. */
  mean_active: z.number().nullable(),
  max: z.number(),
  /** Mean activation × norm of the decoder's row. */
  contribution: z.number(),
  histogram: histogramSchema,
  /** The largest activations, and some spread over all sizes. */
  top: z.array(exampleSchema),
  spread: z.array(exampleSchema),
});

const controlsSchema = z.object({
  /** NMI of the token at the position with the label, and of the activation with the label given that token. */
  token_nmi: z.number(),
  conditional_nmi: z.number(),
  /** Chance of so high a score under shuffled labels. */
  permutation_p: z.number(),
  /** The best score of a random direction, and of the model's own neurons. */
  random_auroc: z.number(),
  raw_auroc: z.number(),
  /** Controls that speak against the label: then only a proof makes it one. */
  failed: z.array(z.string()),
});

const counterExampleSchema = z.object({
  question: z.string(),
  position: count,
  /** Whether the neuron says the label where it does not hold, or does not say it where it holds. */
  kind: z.enum(['false alarm', 'miss']),
  activation: z.number(),
});

const foundLabelSchema = z.object({
  ...labelSchema.shape,
  equivalent: z.array(labelSchema),
  ...labelScoresSchema.shape,
  strength: z.enum(['strong', 'weak']),
  /** 1 where activations are higher with the label, -1 where they are lower. */
  direction: z.union([z.literal(1), z.literal(-1)]),
  /** The activation that tells the label best, with the precision and recall there. */
  threshold: z.number(),
  precision: z.number(),
  recall: z.number(),
  /** Labels that score as well. */
  tied: z.array(z.object({ ...labelSchema.omit({ value: true }).shape, auroc: z.number() })),
  controls: controlsSchema,
  status: statusSchema,
  /** Null where the time for proofs was used up. */
  proof: proofSchema.nullable(),
  /** Questions on which the neuron contradicts the label. */
  counter_examples: z.array(counterExampleSchema),
});

/**
 * The column n that tells most of a neuron's activations at a position, and the share of their variance, on questions
 * held out, that Dn, D'n and the question's class account for; null where no column has been read, or the activations do
 * not differ.
 */
const dependenceSchema = z.object({ digit: count, explained: z.number() }).nullable();

/** What one neuron does. */
export const neuronRecordSchema = z.object({
  neuron: count,
  decoder_norm: z.number(),
  /** Over all positions. */
  ...statisticsSchema.shape,
  /** Neurons whose decoder rows point the same way, the nearest first. */
  neighbours: z.array(z.object({ neuron: count, cosine: z.number() })),
  /** Direct effect on the logits of each token of the vocabulary, their mean subtracted; null for other hooks. */
  logit_effects: z.array(z.number()).nullable(),
  /** Labels of all positions that predict a digit together. */
  labels: z.array(foundLabelSchema),
  positions: z.array(
    z.object({
      position: count,
      position_name: z.string(),
      ...statisticsSchema.shape,
      depends_on: dependenceSchema,
      labels: z.array(foundLabelSchema),
      /** The best scores of any label, for comparison. */
      ranked: z.array(z.object({ ...labelSchema.shape, auroc: z.number() })),
    }),
  ),
});

/** What the neurons of a file are neurons of. */
export const neuronsHeaderSchema = z.object({
  model: z.string(),
  /** Full name of the hook point. */
  hook: z.string(),
  architecture: z.string(),
  digits: count,
  positions: z.array(z.object({ position: count, position_name: z.string() })),
  /** Probe questions, and the seed that they follow from. */
  questions: count,
  seed: count,
});

/** Neurons that share a label, or follow from the same column, put to the proof together. */
const neuronGroupSchema = z.object({
  position: count.nullable(),
  position_name: z.string().nullable(),
  ...labelSchema.shape,
  neurons: z.array(count),
  /** The column that they follow from; null where they share the label. */
  column: count.nullable(),
  status: statusSchema,
  proof: proofSchema,
});

/** `neurons.json`: what every neuron does at every token position of its SAE. */
export const neuronsFileSchema = z.object({
  ...neuronsHeaderSchema.shape,
  neurons: z.array(neuronRecordSchema),
  groups: z.array(neuronGroupSchema),
});

export type NeuronsFile = z.infer<typeof neuronsFileSchema>;
export type NeuronsHeader = z.infer<typeof neuronsHeaderSchema>;
export type NeuronGroup = z.infer<typeof neuronGroupSchema>;
export type NeuronRecord = z.infer<typeof neuronRecordSchema>;
export type FoundLabelRecord = z.infer<typeof foundLabelSchema>;

/** The content of `neurons.json`, whose neurons are made one after the other: together they may not fit into memory. */
export interface NeuronsContent {
  readonly header: NeuronsHeader;
  readonly neurons: Iterable<NeuronRecord>;
  readonly groups: readonly NeuronGroup[];
}

/**
 * The text of `neurons.json`: JSON in which the first line is the header, up to `"neurons":[`, the last one
 * `],"groups":[…]}`, and each line between one neuron, with a comma behind it but for the last: so that a reader can take
 * one neuron from a large file.
 */
export function* neuronsFileLines({ header, neurons, groups }: NeuronsContent): Generator<string> {
  yield `${JSON.stringify(header).slice(0, -1)},"neurons":[`;
  let end = '\n';
  for (const neuron of neurons) {
    yield end + JSON.stringify(neuron);
    end = ',\n';
  }
  yield `\n],"groups":${JSON.stringify(groups)}}\n`;
}

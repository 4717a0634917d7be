import * as z from 'zod';

// Each schema's error text says what was expected; what was found is added where the problem is placed in its file.
export const integerFrom = (minimum: number) => {
  const expected = `expected a whole number of at least ${minimum}`;
  return z.int(expected).min(minimum, expected);
};
export const positiveInteger = integerFrom(1);
// These three bound a run's counts of steps and questions, so that those stay whole numbers that a double holds.
const countUpTo = (maximum: number) => {
  const expected = `expected a whole number from 1 to ${maximum}`;
  return z.int(expected).min(1, expected).max(maximum, expected);
};
const weightRange = 'expected a finite number of at least 0';
const numberFromZero = z.number(weightRange).min(0, weightRange);
export const nonEmpty = (expected: string) => z.string(expected).min(1, expected);
export const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `expected ${values.map((value) => JSON.stringify(value)).join(' or ')}`);

const percentRange = 'expected a percentage, a whole number from 0 to 100';
const percentOf = (questions: string) =>
  z.int(percentRange).min(0, percentRange).max(100, percentRange).default(0).describe(`Percent of ${questions}.`);
const operations = z
  .strictObject(
    { add: percentOf('additions'), sub: percentOf('subtractions'), mul: percentOf('multiplications') },
    'expected an object such as {"add": 34, "sub": 66}',
  )
  .refine((shares) => sumOf(shares) === 100, {
    error: ({ input }) => {
      const shares = input as Record<string, number>;
      return `expected percentages that add up to 100, found ${Object.values(shares).join(' + ')} = ${sumOf(shares)}`;
    },
  });
const sumOf = (shares: Record<string, number>) => Object.values(shares).reduce((sum, share) => sum + share, 0);

const positionList = 'expected "all", positions such as "P9-P20" or "D\'0-A1", or a list of these';
const targetRange = 'expected a number from 1e-7 to 1 - 1e-7, which float32 can tell from 0 and 1';
const rateRange = 'expected a finite number greater than 0';
const seedRange = 'expected a whole number from 0 to 9007199254740991 (2^53 - 1)';
/** The seed of a random stream. */
export const seed = z.int(seedRange).min(0, seedRange);

/**
 * Every key of a training config, in the order in which they are documented. The descriptions are Markdown and become
 * the hovers in config files; defaults are in `defaults.ts`.
 */
export const saeKeys = {
  kind: z
    .literal('sae', 'expected "sae"')
    .describe('What the file describes: `"sae"`, the training of one sparse autoencoder.'),
  model: nonEmpty('expected a model name, or a path that ends in .pth').describe(
    'The transformer whose activations the SAE learns. A path if it ends in `.pth`, relative to this file; else a ' +
      'name such as `mix_d6_l3_h4_t40K_s372001`, looked for in the workspace, then in the Hugging Face cache, then ' +
      'among the bundled models. Two hits in one place are an error.',
  ),
  preset: oneOf('default', 'notebook').describe(
    'The values of the keys that this file leaves out, and the rules of training. `"default"` fixes what is known to ' +
      'go wrong and keeps the best epoch\'s weights; `"notebook"` reproduces the original notebook\'s training of a ' +
      '`kl` SAE, flaws included. Keys written here override the preset.',
  ),
  layer_num: integerFrom(0).describe(
    'The transformer block to read, counted from 0. Later blocks are not computed, so block 0 trains fastest.',
  ),
  hook: nonEmpty('expected the name of a hook, such as "mlp.hook_post"').describe(
    "The activation within the block that the SAE learns, by TransformerLens' name. `mlp.hook_post` is the MLP's " +
      'hidden layer after its ReLU.',
  ),
  positions: z
    .union([nonEmpty(positionList), z.array(nonEmpty(positionList)).min(1, positionList)], positionList)
    .describe(
      'The token positions to train on: `"all"`, or indices and names, single or as ranges: `"P9-P20"`, ' +
        '`"D\'0-A1"`, `"=, A7"`, or a list of these. For 6 digits the operands are D5 … D0 and D\'5 … D\'0, units ' +
        'last, and the answer is A7 … A0, of which A7 is the sign and also named `+`.',
    ),
  architecture: oneOf('topk', 'kl').describe(
    'The kind of SAE; the notebook preset takes `"kl"`. `"topk"`: the `k` largest features fire on each token, as in SAELens. `"kl"`: the notebook\'s ' +
      'ReLU SAE, with a KL penalty that pulls each mean activation to `sparsity_target` and an L1 penalty.',
  ),
  k: positiveInteger.describe(
    'How many features may fire on one token, from 1 to `encoding_dim`. Fewer are sparser and reconstruct worse. ' +
      '`topk` only.',
  ),
  sparsity_target: z
    .number(targetRange)
    .min(1e-7, targetRange)
    .max(1 - 1e-7, targetRange)
    .describe(
      'The mean activation to which the KL penalty pulls each feature, from 1e-7 to 1 - 1e-7. It is a mean over a ' +
        "batch's tokens, not a firing rate. `kl` only.",
    ),
  sparsity_weight: numberFromZero.describe('The weight of the KL penalty in the loss; 0 turns it off. `kl` only.'),
  l1_weight: numberFromZero.describe(
    'The weight of the mean absolute activation in the loss; 0 turns it off. `kl` only.',
  ),
  encoding_dim: positiveInteger.describe('The number of features (neurons) of the SAE.'),
  learning_rate: z
    .number(rateRange)
    .gt(0, rateRange)
    .describe("Adam's learning rate, the same throughout; usually between 1e-4 and 1e-2."),
  num_epochs: countUpTo(100_000).describe(
    'The most epochs to train, up to 100,000; early stopping may end the run before.',
  ),
  patience: positiveInteger.describe(
    'Stop early after this many epochs in a row in which neither the loss nor the density changed by at ' +
      'least `early_stopping_threshold`.',
  ),
  early_stopping_threshold: numberFromZero.describe(
    'The change against the previous epoch, of the mean loss and of the density alike, below which an epoch counts ' +
      'towards `patience`. Absolute; 0 turns early stopping off.',
  ),
  num_batches: countUpTo(1_000_000).describe(
    'Batches per epoch, up to 1,000,000, generated anew in every epoch. Not allowed beside `questions`, whose file ' +
      'is the epoch.',
  ),
  batch_size: countUpTo(65_536).describe(
    'Questions per batch, up to 65,536; each gives one row per trained position. The notebook preset takes the value ' +
      'that the model was trained with, from its `_train.json`, where there is one.',
  ),
  enrich_data: z
    .boolean('expected true or false')
    .describe('Whether generated questions hold more of the rare cases: carry cascades, equal operands, borrows.'),
  operations: operations.describe(
    'The share of each operation in the generated questions, in percent; together 100, and 0 where left out. Without ' +
      "this key it is the model's own mix, from its `_train.json`, else from its name.",
  ),
  seed: seed.describe(
    "The seed of the generated questions and of the SAE's initial weights, from 0 to 9007199254740991. The same " +
      'seed gives the same run.',
  ),
  questions: nonEmpty('expected a path to a text file').describe(
    'A text file to train on in place of generated questions, relative to this file: one question a line, such as ' +
      '`133357+182243`, used in order. An epoch is the whole file, in batches of `batch_size`; lines that fill no ' +
      'batch are left out. An answer after `=` is checked.',
  ),
  init_from: nonEmpty('expected a path to an SAE').describe(
    'An SAE whose weights training starts from, relative to this file, in any layout that Quanta reads. Without it ' +
      'they are drawn from `seed`.',
  ),
  provider: oneOf('auto', 'cuda', 'webgpu', 'dml', 'coreml', 'cpu').describe(
    'The ONNX Runtime execution provider to train on. `"auto"` takes the fastest that works, tried with a few steps; one ' +
      'named here that cannot be used is an error. `"cuda"`: NVIDIA on Linux x64. `"webgpu"`: any GPU, through Vulkan, ' +
      'Direct3D or Metal. `"dml"`: DirectML on Windows. `"coreml"`: macOS. `quanta doctor` tells what a machine has.',
  ),
  device: integerFrom(0).describe(
    'The index of the GPU to train on, counted from 0 (for `cuda` as `nvidia-smi` counts them). `cuda` and `dml` only; ' +
      '`webgpu` and `coreml` take the one that the system prefers.',
  ),
  precision: oneOf('float32', 'tf32', 'float16').describe(
    'What matrix products are computed in; everything else, weights and optimiser included, stays in float32. ' +
      '`"tf32"` (`cuda` only) and `"float16"` (`cuda`, `dml`, and `webgpu` where the GPU has it) are faster on GPUs made ' +
      'for them and less exact: the run says at its start by how much.',
  ),
  analyse: oneOf('statistics', 'full', 'none').describe(
    'What is computed at the end of training: `"statistics"` of each neuron and the quality of the whole, `"full"` for ' +
      'labels and proofs too, which takes minutes, or `"none"`. `quanta analyse` computes all of it at any time.',
  ),
  watch_neurons: z
    .array(integerFrom(0), 'expected a list of neurons, such as [3, 17]')
    .describe(
      'Neurons to follow, each from 0 to `encoding_dim` - 1. Recorded with the run; later versions show them in editors.',
    ),
};

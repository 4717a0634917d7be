import * as z from 'zod';
import { oneOf, saeKeys } from './saeKeys';

const valuesExpected = 'expected a list of values, such as [32, 64]';
const valuesOrRange = 'expected a list of values, such as [32, 64], or a range, such as {"min": 1e-4, "max": 1e-2}';

const scale = oneOf('linear', 'log').describe(
  'What values are drawn evenly on: `"linear"` (the default), or `"log"` for a range of several powers of ten.',
);

type Key = keyof typeof saeKeys;

const describe = (key: Key) => `Searched: ${saeKeys[key].description ?? ''}`;

function listOf<Value>(value: z.ZodType<Value>) {
  return z.array(value, valuesExpected).min(1, valuesExpected);
}

/** For keys whose values are numbers of one scale. */
function listOrRange(key: Key, value: z.ZodType<number>) {
  const [min, max] = [value.describe('The smallest value.'), value.describe('The largest value.')];
  const range = z.strictObject({ min, max, scale: scale.exactOptional() }, valuesOrRange);
  return z.union([listOf(value), range], valuesOrRange).describe(describe(key));
}

function list<Value>(key: Key, value: z.ZodType<Value>) {
  return listOf(value).describe(describe(key));
}

/** What each key of a search space takes: a list of the values that the key itself takes, or a range of them. */
export const spaceKeys = {
  layer_num: list('layer_num', saeKeys.layer_num),
  hook: list('hook', saeKeys.hook),
  positions: list('positions', saeKeys.positions),
  k: listOrRange('k', saeKeys.k),
  sparsity_target: listOrRange('sparsity_target', saeKeys.sparsity_target),
  sparsity_weight: listOrRange('sparsity_weight', saeKeys.sparsity_weight),
  l1_weight: listOrRange('l1_weight', saeKeys.l1_weight),
  encoding_dim: listOrRange('encoding_dim', saeKeys.encoding_dim),
  learning_rate: listOrRange('learning_rate', saeKeys.learning_rate),
  num_epochs: listOrRange('num_epochs', saeKeys.num_epochs),
  patience: listOrRange('patience', saeKeys.patience),
  early_stopping_threshold: listOrRange('early_stopping_threshold', saeKeys.early_stopping_threshold),
  num_batches: listOrRange('num_batches', saeKeys.num_batches),
  batch_size: listOrRange('batch_size', saeKeys.batch_size),
  enrich_data: list('enrich_data', saeKeys.enrich_data),
  seed: list('seed', saeKeys.seed),
};

/** Keys whose ranges hold whole numbers only. */
export const wholeKeys = ['k', 'encoding_dim', 'num_epochs', 'patience', 'num_batches', 'batch_size'] as const;

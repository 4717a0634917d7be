import * as z from 'zod';
import { saeKeys } from './saeKeys';

/** The keys that configure one architecture and that no other architecture takes. */
export const architectureKeys = {
  topk: ['k'],
  kl: ['sparsity_target', 'sparsity_weight', 'l1_weight'],
} as const;

/** A training config as a user writes it: all keys but two may be left out, and an unknown one is an error. */
export const saeConfigSchema = z
  .strictObject(saeKeys, 'expected an object, { … }')
  .exactPartial()
  .extend({
    kind: saeKeys.kind,
    model: saeKeys.model,
    $schema: z.string('expected a path or URL').describe('The JSON schema of this file, for editors.').exactOptional(),
  });

const { k, sparsity_target, sparsity_weight, l1_weight, ...sharedKeys } = saeKeys;

const resolvedKeys = z.object({
  ...sharedKeys,
  questions: sharedKeys.questions.nullable(),
  init_from: sharedKeys.init_from.nullable(),
  // A questions file decides how many batches an epoch has.
  num_batches: sharedKeys.num_batches.nullable(),
  // And whose operations they are.
  operations: sharedKeys.operations.nullable(),
  // Runs that are older than this key were trained so.
  precision: sharedKeys.precision.default('float32'),
});

/**
 * A config with every value that training uses: defaults filled in, paths absolute, null where there is none. Other
 * keys are dropped: those of the other architecture, whose defaults mean nothing here, and `$schema`.
 */
export const resolvedConfigSchema = z.discriminatedUnion('architecture', [
  resolvedKeys.extend({ architecture: z.literal('topk'), k }),
  resolvedKeys.extend({ architecture: z.literal('kl'), sparsity_target, sparsity_weight, l1_weight }),
]);

export type SaeConfig = z.infer<typeof saeConfigSchema>;
export type ResolvedConfig = z.infer<typeof resolvedConfigSchema>;
export type Preset = ResolvedConfig['preset'];
export type Precision = ResolvedConfig['precision'];
export type Provider = ResolvedConfig['provider'];

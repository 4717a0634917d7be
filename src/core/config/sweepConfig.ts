import * as z from 'zod';
import { saeConfigSchema } from './saeConfig';
import { saeKeys } from './saeKeys';
import { sweepKeys } from './sweepKeys';

/**
 * A sweep as a user writes it: the keys of a training config that all trials share, and what is searched. An unknown
 * key is an error.
 */
export const sweepConfigSchema = z
  .strictObject({ ...saeKeys, ...sweepKeys }, 'expected an object, { … }')
  .exactPartial()
  .extend({
    kind: sweepKeys.kind,
    model: saeKeys.model,
    space: sweepKeys.space,
    analyse: saeKeys.analyse
      .describe(
        'What is computed at the end of the sweep of its best trial, or of those on the front: `"statistics"` of each ' +
          'neuron and the quality of the whole, `"full"` for labels and proofs too, or `"none"`.',
      )
      .exactOptional(),
    $schema: saeConfigSchema.shape.$schema,
  });

export type SweepConfig = z.infer<typeof sweepConfigSchema>;
/** Keys of a trial with their values, or ranges of values. */
export type WrittenSpace = Exclude<SweepConfig['space'], string>;
export type ObjectiveName = Exclude<NonNullable<SweepConfig['objective']>, readonly string[]>;
export type Strategy = NonNullable<SweepConfig['strategy']>;

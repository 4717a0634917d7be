import * as z from 'zod';
import { saeKeys } from '../config/saeKeys';

/** A provider of ONNX Runtime that a run can train on. */
export const usableProviderSchema = saeKeys.provider.exclude(['auto']);

const perStep = z.number().min(0);

/** Where a training step is computed: counted in a few steps of the run's own graph. */
export const placementSchema = z.object({
  /** Programs launched on the provider's device per step. */
  launches_per_step: perStep,
  /** Copies between the device's memory and the CPU's per step. */
  copies_per_step: perStep,
  /** Operations per step that the runtime handed back to the CPU, since the provider has none of their kind. */
  cpu_operations_per_step: perStep,
  /** The kinds of these. */
  cpu_operations: z.array(z.string()),
});

/**
 * What a precision other than float32 costs: relative differences from float32 on the CPU, the largest of the losses of
 * a few first steps, and that of the first step's gradients; null where they were not finite.
 */
export const precisionErrorSchema = z.object({
  steps: z.int().min(1),
  loss: z.number().min(0).nullable(),
  gradient: z.number().min(0).nullable(),
});

/** What a provider has shown in a trial: a few steps of training in a process of its own. */
export const trialSchema = z.object({
  questions_per_second: z.number().min(0),
  /** Of the first step; null where it was not finite. */
  loss: z.number().nullable(),
  /** Null for the CPU, which computes everything itself. */
  placement: placementSchema.nullable(),
  /** Of a run in another precision than float32. */
  precision_error: precisionErrorSchema.exactOptional(),
});

/** Who asked for a provider: the command line, the config file, the editor's setting, or nobody. */
const providerSourceSchema = z.enum(['flag', 'config', 'setting', 'default']);

/** What `run.json` says of the execution provider; the first runs had only `asked` and `used`. */
export const providerRecordSchema = z.object({
  asked: saeKeys.provider,
  /** Null while that is not known. */
  used: usableProviderSchema.nullable(),
  asked_by: providerSourceSchema.exactOptional(),
  /** The name of the processor or GPU in use; null where it cannot be known. */
  device_name: z.string().nullable().exactOptional(),
  /** How the provider in use did in its trial; null where there was nothing to choose from. */
  trial: trialSchema.nullable().exactOptional(),
  /** The providers that were looked at and not taken, and why. */
  passed_over: z.array(z.object({ name: usableProviderSchema, reason: z.string() })).exactOptional(),
});

export type UsableProvider = z.infer<typeof usableProviderSchema>;
export type Placement = z.infer<typeof placementSchema>;
export type PrecisionError = z.infer<typeof precisionErrorSchema>;
export type Trial = z.infer<typeof trialSchema>;
export type ProviderSource = z.infer<typeof providerSourceSchema>;
export type ProviderRecord = z.infer<typeof providerRecordSchema>;

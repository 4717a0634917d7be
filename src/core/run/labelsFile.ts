import * as z from 'zod';
import { labelSchema, labelScoresSchema, statusSchema } from './analysedLabel';

/** `labels.json`: which neuron tells what at which token position, the strongest first. */
export const labelsFileSchema = z.array(
  z.object({
    neuron: z.int().min(0),
    /** Null for a label of all positions that predict a digit together, relative to that digit. */
    position: z.int().min(0).nullable(),
    position_name: z.string().nullable(),
    ...labelSchema.shape,
    /** Labels that no probe question tells from this one. */
    equivalent: z.array(labelSchema),
    ...labelScoresSchema.shape,
    /** Whether the model was shown to use the neuron for it. */
    status: statusSchema,
  }),
);

export type LabelsFile = z.infer<typeof labelsFileSchema>;

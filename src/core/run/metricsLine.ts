import * as z from 'zod';

const measured = z.number().nullable();

/** A line of `metrics.jsonl`; null where a value is undefined, or was not finite. */
export const metricsLineSchema = z.object({
  /** `interval`: means over the steps since the last line. `epoch`: means over the epoch, as the notebook defines them. */
  kind: z.enum(['interval', 'epoch']),
  /** From 1. */
  epoch: z.int().min(1),
  /** Training steps done. */
  step: z.int().min(0),
  /** Questions trained on. */
  questions: z.int().min(0),
  /** Time spent training, in all processes that the run had. */
  seconds: z.number().min(0),
  loss: measured,
  mse: measured,
  sparsity_penalty: measured,
  /** Not multiplied by `l1_weight`. */
  l1_penalty: measured,
  /** Fraction of the activations that are not zero; the notebook calls it sparsity. */
  density: measured,
  neurons_used: measured,
  score: measured,
  /** Only where a value was NaN or infinite, which JSON cannot say. */
  finite: z.literal(false).exactOptional(),
});

export type MetricsLine = z.infer<typeof metricsLineSchema>;

/** A line as it is measured: its values may be NaN or infinite. */
export type Measurement = Omit<MetricsLine, 'finite'>;

/** The line for a measurement, its values that are not finite replaced by null and marked. */
export function metricsLine(measurement: Measurement): MetricsLine {
  const isUnsayable = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);
  if (!Object.values(measurement).some(isUnsayable)) return measurement;
  const entries = Object.entries(measurement).map(([key, value]) => [key, isUnsayable(value) ? null : value]);
  return { ...(Object.fromEntries(entries) as Measurement), finite: false };
}

import * as z from 'zod';
import { resolvedConfigSchema, saeConfigSchema } from '../config/saeConfig';
import { providerRecordSchema } from './providerRecord';

const sha256 = z.hex().length(64);
const hashedFileSchema = z.object({ path: z.string(), sha256 });

/** `run.json`: everything that decided what a run trains, so that it can be resumed, repeated and cited. */
export const runFileSchema = z.object({
  /** ISO 8601, UTC. */
  created: z.iso.datetime(),
  /** The config file: its absolute path, its text, its keys as written and with every value filled in. */
  config: z.object({ file: z.string(), text: z.string(), written: saeConfigSchema, resolved: resolvedConfigSchema }),
  model: z.object({ name: z.string(), path: z.string(), sha256 }),
  /** The config's data files; null where it names none. For a folder, the hash is of the file that holds the weights. */
  questions: hashedFileSchema.nullable(),
  init_from: hashedFileSchema.nullable(),
  versions: z.object({ quanta: z.string(), onnxruntime: z.string(), node: z.string() }),
  provider: providerRecordSchema,
  /** Index of the GPU. */
  device: z.int().min(0),
});

export type RunFile = z.infer<typeof runFileSchema>;

import * as z from 'zod';

/** How an installation of the CUDA provider gets on; bytes where something is fetched. */
const progress = z.object({
  step: z.enum(['waiting', 'looking', 'downloading', 'checking', 'unpacking']),
  received: z.number().optional(),
  /** Left out where the server does not say. */
  total: z.number().optional(),
});

/** What is installed, and what else it needs. */
const end = z.object({
  kind: z.literal('end'),
  /** The folder that it is in. */
  folder: z.string(),
  /** Whether nothing had to be done. */
  was_there: z.boolean(),
  /** The version of ONNX Runtime. */
  onnxruntime: z.string(),
  /** Where the package came from, and its SHA-512 as the feed states it; null where it states none. */
  source: z.string(),
  sha512: z.string().nullable(),
  /** The major version of CUDA that it needs, and which of the libraries without which it cannot be loaded are not found. */
  cuda: z.number(),
  missing: z.array(z.string()),
});

/** A line that `quanta doctor --install-cuda --json` prints. */
export const installationLine = z.discriminatedUnion('kind', [progress.extend({ kind: z.literal('progress') }), end]);

export type InstallationProgress = z.infer<typeof progress>;
export type InstallationLine = z.infer<typeof installationLine>;
export type InstallationEnd = z.infer<typeof end>;

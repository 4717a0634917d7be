import * as z from 'zod';
import { placementSchema, usableProviderSchema } from './providerRecord';

const bytes = z.number().min(0);

/** What `quanta doctor --json` prints: what a machine has to train on, and what it lacks. */
export const doctorReportSchema = z.object({
  /** Versions. */
  onnxruntime: z.string(),
  node: z.string(),
  providers: z.array(
    z.object({
      name: usableProviderSchema,
      /** Whether ONNX Runtime brings it along on this platform. */
      bundled: z.boolean(),
      /** Whether a trial training on it has worked. */
      usable: z.boolean(),
      /** Why not; null where it is usable. */
      reason: z.string().nullable(),
      /** The name of its processor or GPU; null where that is not known. */
      device: z.string().nullable(),
      /** Of the trial training; null where there was none. */
      questions_per_second: z.number().nullable(),
    }),
  ),
  /** What to do so that a provider can be used. */
  remedies: z.array(
    z.object({
      provider: usableProviderSchema,
      what: z.string(),
      remedy: z.string(),
      /** What Quanta can do itself: `install-cuda` is `quanta doctor --install-cuda`. */
      action: z.enum(['install-cuda']).exactOptional(),
    }),
  ),
  /** Where the trial training was computed, for providers other than the CPU. */
  placements: z.array(placementSchema.extend({ provider: usableProviderSchema })),
  /** The folder of ONNX Runtime's libraries. */
  runtime_folder: z.string(),
  /** The Node program that this is, and that training runs in. */
  node_path: z.string(),
  /** Null where there is none. */
  driver: z.object({
    nvidia: z.string().nullable(),
    gpus: z.array(z.object({ name: z.string(), memory_bytes: bytes.nullable() })),
    /** The Vulkan loader's path, and the drivers that it knows. On Linux only. */
    vulkan_loader: z.string().nullable(),
    vulkan_drivers: z.array(z.string()),
  }),
  /** Major version of the CUDA that the CUDA provider needs, and its libraries; on Linux x64 only. */
  cuda: z.number().nullable(),
  libraries: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      /** Where the loader finds it; null where it does not. */
      path: z.string().nullable(),
      /** A folder in which it lies although the loader does not look there. */
      elsewhere: z.string().nullable(),
    }),
  ),
  /** The machine's, or what this process may use of it. */
  memory: z.object({ total_bytes: bytes, free_bytes: bytes }),
});

export type DoctorReport = z.infer<typeof doctorReportSchema>;

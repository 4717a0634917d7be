import type { InferenceSession } from 'onnxruntime-node';
import type { UsableProvider } from '../core/run/providerRecord';
import { onnxRuntime } from './onnxRuntime';

export type { UsableProvider };

/** What a session may be told beyond its provider. */
export interface SessionOptions {
  /** Index of the GPU, for providers that can be told one (`cuda`, `dml`); others use the one that they find. */
  readonly device?: number;
  /** Beginning of the path of a file of what ran where, written when the session's profiling ends; none without it. */
  readonly profile?: string;
  /** Outputs to leave in the device's memory, from where they can be fed again; only `webgpu` can, others ignore it. */
  readonly onDevice?: readonly string[];
  /** Whether `cuda` may compute products in TF32, which has 10 bits of mantissa where float32 has 23. */
  readonly tf32?: boolean;
}

/**
 * A session for the bytes of a model on the given provider. Operations that the provider has no kernel for run on the
 * CPU: ONNX Runtime does that by itself, and says so only in a profile.
 */
export async function createSession(
  model: Uint8Array,
  provider: UsableProvider,
  { device = 0, profile, onDevice = [], tf32 = false }: SessionOptions = {},
): Promise<InferenceSession> {
  // Indices of GPUs are those that nvidia-smi shows.
  if (provider === 'cuda') process.env.CUDA_DEVICE_ORDER ??= 'PCI_BUS_ID';
  // The runtime takes TF32 unless told otherwise, and Node has no way to tell it; CUDA's libraries have this one.
  if (provider === 'cuda' && !tf32) process.env.NVIDIA_TF32_OVERRIDE = '0';
  return onnxRuntime().InferenceSession.create(model, {
    executionProviders: [takesDevice(provider) ? { name: provider, deviceId: device } : provider],
    logSeverityLevel: 3,
    // Electron's allocator ends the process at the large aligned pieces that the arena asks for.
    enableCpuMemArena: process.versions.electron === undefined,
    ...(provider === 'webgpu' && {
      preferredOutputLocation: Object.fromEntries(onDevice.map((output) => [output, 'gpu-buffer' as const])),
    }),
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
  });
}

function takesDevice(provider: UsableProvider): provider is 'cuda' | 'dml' {
  return provider === 'cuda' || provider === 'dml';
}

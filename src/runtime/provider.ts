import * as ort from 'onnxruntime-node';
import type { Provider } from '../core/config/saeConfig';
import { UserError } from '../core/errors';

/** A provider of ONNX Runtime that sessions can be created on. */
export type UsableProvider = 'cpu';

/**
 * The provider to use for the one asked for.
 *
 * @throws UserError where one is asked for by name that this version cannot use
 */
export function chooseProvider(asked: Provider): UsableProvider {
  if (asked === 'auto' || asked === 'cpu') return 'cpu';
  throw new UserError(
    `provider "${asked}" cannot be used: this version of Quanta trains on the CPU only; ask for "cpu", or "auto" for the best there is`,
  );
}

/** A session for the bytes of a model on the given provider. */
export async function createSession(model: Uint8Array, provider: UsableProvider): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, {
    executionProviders: [provider],
    logSeverityLevel: 3,
    // Electron's allocator ends the process at the large aligned pieces that the arena asks for.
    enableCpuMemArena: process.versions.electron === undefined,
  });
}

import { runtimeInUse } from '../onnxRuntime';

/** What of ONNX Runtime decides which providers there can be. */
export interface RuntimeFacts {
  readonly version: string;
  /** The folder of its native libraries, in which it looks for those of its providers. */
  readonly libraries: string;
  /** The providers that it knows on this platform; those that are not bundled come as libraries of their own. */
  readonly backends: readonly { readonly name: string; readonly bundled: boolean }[];
  /** Why an installed copy with the CUDA provider is not used; mostly undefined. */
  readonly problem: string | undefined;
}

/** What the ONNX Runtime of this process says of itself. */
export function runtimeFacts(): RuntimeFacts {
  const { module, version, libraries, problem } = runtimeInUse();
  return { version, libraries, problem, backends: module.listSupportedBackends() };
}

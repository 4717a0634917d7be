import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as OnnxRuntime from 'onnxruntime-node';
import { messageOf, UserError } from '../core/errors';
import { CUDA_PLATFORM } from '../store/cuda/platforms';
import { findRuntimeCopy, librariesOf, RUNTIME_PACKAGE } from '../store/cuda/runtimeCopy';

/** The ONNX Runtime that this process uses. */
export interface RuntimeInUse {
  readonly module: typeof OnnxRuntime;
  readonly version: string;
  /** `installed`: the copy with the CUDA provider; `bundled`: the one that comes with Quanta. */
  readonly source: 'installed' | 'bundled';
  /** The folder of its native libraries, in which it looks for those of its providers. */
  readonly libraries: string;
  /** Why the copy with the CUDA provider is not used although there is one; mostly undefined. Installing it mends that. */
  readonly problem: string | undefined;
}

const requireHere = createRequire(import.meta.url);
const PLATFORM = `${process.platform}/${process.arch}`;
let inUse: RuntimeInUse | undefined;

/**
 * ONNX Runtime for Node. It is loaded at the first call, and from here alone: a process can hold only one, of which
 * sessions and tensors must both be.
 *
 * @throws UserError where it cannot be loaded on this machine
 */
export function onnxRuntime(): typeof OnnxRuntime {
  return runtimeInUse().module;
}

/**
 * Loads ONNX Runtime where that has not been done, and says which: the installed copy where it is complete and of the
 * version that comes with Quanta, else the bundled one. What runs on the CPU is the same in both, byte for byte.
 *
 * @throws UserError where it cannot be loaded on this machine
 */
export function runtimeInUse(): RuntimeInUse {
  return (inUse ??= load(bundledRuntime()));
}

/** The ONNX Runtime that comes with Quanta: its version, and the folder of its package; nothing is loaded. */
export function bundledRuntime(): { version: string; folder: string } {
  const manifest = requireHere.resolve('onnxruntime-node/package.json');
  const { version } = requireHere(manifest) as { version: string };
  return { version, folder: dirname(manifest) };
}

function load({ version, folder }: { version: string; folder: string }): RuntimeInUse {
  const copy = PLATFORM === CUDA_PLATFORM ? findRuntimeCopy(version) : undefined;
  let problem: string | undefined;
  if (copy?.state === 'complete') {
    try {
      return { ...loadFrom(join(copy.folder, RUNTIME_PACKAGE)), version, source: 'installed', problem: undefined };
    } catch (error) {
      problem = `${copy.folder}: ONNX Runtime with the CUDA provider cannot be loaded: ${messageOf(error)}`;
    }
  } else if (copy?.state === 'broken') {
    problem = `${copy.folder}: ONNX Runtime with the CUDA provider is damaged: ${copy.problem}`;
  } else if (copy && copy.otherVersions.length > 0) {
    problem = `the CUDA provider is installed for ONNX Runtime ${copy.otherVersions.join(', ')}, and this is ${version}`;
  }
  try {
    return { ...loadFrom(folder), version, source: 'bundled', problem };
  } catch (error) {
    throw new UserError(`ONNX Runtime cannot be loaded on this machine (${PLATFORM}): ${messageOf(error)}`);
  }
}

function loadFrom(packageFolder: string): Pick<RuntimeInUse, 'module' | 'libraries'> {
  // On Linux and macOS it would otherwise report to Microsoft which models it computes, and keep a number of the device.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const module = requireHere(packageFolder) as typeof OnnxRuntime;
  return { module, libraries: librariesOf(packageFolder, PLATFORM) };
}

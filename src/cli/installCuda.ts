import { join } from 'node:path';
import type { InstallationLine } from '../core/cuda/installationLine';
import { UserError } from '../core/errors';
import { bundledRuntime } from '../runtime/onnxRuntime';
import { findCudaLibraries } from '../runtime/providers/cudaLibraries';
import { THIS_SYSTEM } from '../runtime/providers/system';
import { installCudaCopy, removeCudaCopies, type Installation } from '../store/cuda/installation';
import { NUGET_FEED } from '../store/cuda/nugetFeed';
import { CUDA_PLATFORM, whyNoCuda } from '../store/cuda/platforms';
import { CUDA_LIBRARY, librariesOf, RUNTIME_PACKAGE } from '../store/cuda/runtimeCopy';
import { fileExists } from '../store/fileExists';
import { EXIT } from './exitCodes';
import { progressDisplay } from './installationProgress';
import { printJson, printLines } from './print';
import { stopOnSignals } from './signals';

export interface InstallOptions {
  /** URL of a NuGet feed; wins over the environment's `QUANTA_CUDA_FEED`. */
  readonly feed?: string;
  readonly json?: boolean;
}

/**
 * `quanta doctor --install-cuda`: fetches the CUDA provider of the bundled ONNX Runtime's version, and says what else it
 * needs.
 *
 * @returns the exit code
 * @throws UserError where there is nothing to install on this machine, and what `installCudaCopy` throws
 */
export async function installCuda({ feed, json = false }: InstallOptions): Promise<number> {
  const { version, folder: bundled } = bundledRuntime();
  await refuse(bundled);
  const progress = progressDisplay(json);
  return cancellable('Cancelled; what has arrived is kept, and the same command goes on with it.', async (signal) => {
    const request = { feed: feed ?? feedOfEnvironment() ?? NUGET_FEED, version, bundled };
    const installing = installCudaCopy({ ...request, signal, onProgress: progress.show });
    const installation = await installing.finally(progress.end);
    await report(installation, json);
  });
}

/** `quanta doctor --remove-cuda`: removes what was installed, for every version of ONNX Runtime. */
export async function removeCuda({ json = false }: { readonly json?: boolean }): Promise<number> {
  return cancellable('Cancelled.', async (signal) => {
    const onWait = () => process.stderr.write('Waiting for another process that installs it\n');
    const { folder, wasThere } = await removeCudaCopies(process.env, signal, onWait);
    if (json) printJson({ folder, removed: wasThere });
    else printLines([wasThere ? `Removed the CUDA provider from ${folder}` : `There is no CUDA provider in ${folder}`]);
  });
}

/** Runs what the first signal to the process cancels; returns the exit code. */
async function cancellable(message: string, run: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const { signal, release } = stopOnSignals();
  try {
    await run(signal);
    return EXIT.done;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write(`${message}\n`);
    return EXIT.interrupted;
  } finally {
    release();
  }
}

function feedOfEnvironment(): string | undefined {
  const { QUANTA_CUDA_FEED } = process.env;
  return QUANTA_CUDA_FEED === '' ? undefined : QUANTA_CUDA_FEED;
}

async function refuse(bundled: string): Promise<void> {
  const reason = whyNoCuda();
  if (reason !== undefined) throw new UserError(reason);
  const library = join(librariesOf(bundled, CUDA_PLATFORM), CUDA_LIBRARY);
  if (await fileExists(library)) throw new UserError(`the ONNX Runtime of Quanta has its CUDA provider: ${library}`);
}

async function report({ folder, record, wasThere }: Installation, json: boolean): Promise<void> {
  const library = join(librariesOf(join(folder, RUNTIME_PACKAGE), CUDA_PLATFORM), CUDA_LIBRARY);
  const { cuda, libraries } = await findCudaLibraries(THIS_SYSTEM, library);
  const missing = libraries.filter(({ path, needed }) => path === null && needed).map(({ file }) => file);
  const { onnxruntime, source, sha512 } = record;
  if (json) {
    const facts = { folder, was_there: wasThere, onnxruntime, source, sha512, cuda, missing };
    printJson({ kind: 'end', ...facts } satisfies InstallationLine);
    return;
  }
  printLines([
    wasThere
      ? `The CUDA provider for ONNX Runtime ${onnxruntime} is installed already, in ${folder}`
      : `Installed the CUDA provider for ONNX Runtime ${onnxruntime} in ${folder}`,
    sha512 === null
      ? `Note: ${source}: the feed states no checksum, so that only the package's own checksums were checked`
      : `From ${source}, SHA-512 as the feed states it: ${sha512}`,
    missing.length === 0
      ? `It needs CUDA ${cuda}, of which every library is found. Try it: quanta doctor`
      : `It needs CUDA ${cuda}, of which these are missing: ${missing.join(', ')}. How to get them: quanta doctor`,
  ]);
}

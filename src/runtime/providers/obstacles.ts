import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usableProviderSchema } from '../../core/run/providerRecord';
import { whyNoCuda } from '../../store/cuda/platforms';
import { CUDA_LIBRARY } from '../../store/cuda/runtimeCopy';
import type { UsableProvider } from '../provider';
import { findCudaLibraries, type CudaLibrary } from './cudaLibraries';
import { hasGpuDevice, hasNvidiaDevice } from './gpus';
import { LibraryPaths } from './libraryPaths';
import type { RuntimeFacts } from './runtimeFacts';
import type { System } from './system';
import { findVulkan } from './vulkan';

/** Something without which a provider cannot be used, and what to do about it. */
export interface Obstacle {
  readonly what: string;
  readonly remedy: string;
  /** What Quanta can do about it itself. */
  readonly action?: 'install-cuda';
  /** Whether it is no more than a guess, which `auto` goes by: a device that is not shown may be there all the same. */
  readonly guess?: boolean;
}

const CUDA_DRIVER = 'libcuda.so.1';
const INSTALL_CUDA = 'install it with: quanta doctor --install-cuda (in VS Code: Quanta: Install CUDA Provider)';
const INSTALL_DRIVER = 'install the driver of an NVIDIA GPU, where there is one; in a container, pass the GPU through';
const INSTALL_VULKAN =
  "install the Vulkan driver of your GPU: NVIDIA's comes with its driver, others on Debian and Ubuntu with: apt " +
  'install mesa-vulkan-drivers libvulkan1';

/** Whether a provider is one that machines of this kind can have: others need not be spoken of unless asked for. */
export function isOfPlatform(provider: UsableProvider, { platform }: System): boolean {
  const only: Partial<Record<UsableProvider, NodeJS.Platform>> = { dml: 'win32', coreml: 'darwin' };
  return (only[provider] ?? platform) === platform;
}

/**
 * What a provider lacks on this machine, as far as that can be seen without starting it; nothing where it is worth a
 * trial.
 */
export async function findObstacles(
  provider: UsableProvider,
  system: System,
  runtime: RuntimeFacts,
): Promise<Obstacle[]> {
  if (runtime.backends.every(({ name }) => name !== provider)) return [notThere(provider, system, runtime)];
  if (system.platform !== 'linux') return [];
  if (provider === 'cuda') return cudaObstacles(system, runtime);
  if (provider === 'webgpu') return webgpuObstacles(system);
  return [];
}

function notThere(provider: UsableProvider, system: System, { version, backends }: RuntimeFacts): Obstacle {
  const what = `ONNX Runtime ${version} for Node has no such provider for ${system.platform} on ${system.arch}`;
  const known = backends.filter(({ name }) => usableProviderSchema.safeParse(name).success);
  const others = known.map(({ name }) => `"${name}"`).join(', ');
  const cuda = provider === 'cuda' ? whyNoCuda(system.platform, system.arch) : undefined;
  return { what, remedy: cuda ?? `it has ${others}` };
}

async function cudaObstacles(system: System, { libraries, problem }: RuntimeFacts): Promise<Obstacle[]> {
  const paths = await LibraryPaths.of(system);
  const library = join(libraries, CUDA_LIBRARY);
  const search = await findCudaLibraries(system, library, paths);
  const missing = search.libraries.filter(({ needed, path }) => needed && path === null);
  const obstacles: Obstacle[] = [];
  if (paths.find(CUDA_DRIVER) === undefined) {
    obstacles.push({ what: `there is no NVIDIA driver (${CUDA_DRIVER})`, remedy: INSTALL_DRIVER });
  } else if (!hasNvidiaDevice(system)) {
    obstacles.push({ what: 'this process is shown no NVIDIA GPU (in /dev)', remedy: INSTALL_DRIVER, guess: true });
  }
  if (problem !== undefined) obstacles.push({ what: problem, remedy: INSTALL_CUDA, action: 'install-cuda' });
  else if (!existsSync(library)) {
    obstacles.push({
      what: `its library ${CUDA_LIBRARY} is not installed`,
      remedy: INSTALL_CUDA,
      action: 'install-cuda',
    });
  }
  if (missing.length > 0) {
    const names = missing.map(({ file }) => file).join(', ');
    obstacles.push({
      what: `of CUDA ${search.cuda}, the loader does not find ${names}`,
      remedy: cudaRemedy(search.cuda, missing),
    });
  }
  return obstacles;
}

/** How libraries get to where the loader finds them: by naming their folders, where they are there at all. */
function cudaRemedy(cuda: number, missing: readonly CudaLibrary[]): string {
  const folders = [...new Set(missing.flatMap(({ elsewhere }) => elsewhere ?? []))];
  const nowhere = missing.filter(({ elsewhere }) => elsewhere === null);
  const packages = [...new Set(nowhere.flatMap((library) => library.package ?? []))];
  const parts = [
    ...(nowhere.length > 0
      ? [`install CUDA ${cuda} and cuDNN from NVIDIA, or only these libraries: pip install ${packages.join(' ')}`]
      : []),
    ...(folders.length > 0
      ? [
          `name to the loader where it does not look, before Quanta or the editor starts: LD_LIBRARY_PATH=${folders.join(':')}`,
        ]
      : []),
  ];
  return parts.join('; ');
}

async function webgpuObstacles(system: System): Promise<Obstacle[]> {
  const { loader, drivers, chosen } = findVulkan(system, await LibraryPaths.of(system));
  if (loader === undefined) return [{ what: 'there is no Vulkan loader (libvulkan.so.1)', remedy: INSTALL_VULKAN }];
  if (drivers.length === 0) return [{ what: 'no Vulkan driver is installed', remedy: INSTALL_VULKAN }];
  // Drivers that compute on the CPU are there without a GPU, and no match for the CPU provider.
  if (chosen || hasGpuDevice(system)) return [];
  return [{ what: 'this process is shown no GPU (in /dev)', remedy: INSTALL_VULKAN, guess: true }];
}

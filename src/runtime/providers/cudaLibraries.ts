import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foldersLike } from './foldersLike';
import { foldersOf, LibraryPaths } from './libraryPaths';
import { neededLibraries } from './neededLibraries';
import { systemPath, type System } from './system';

/** The CUDA that ONNX Runtime's CUDA provider for Node is built for, where no library of it is there to be asked. */
const DEFAULT_CUDA = 12;

/** NVIDIA's libraries that the provider uses, by CUDA's major version: name, file, and the pip package that holds it. */
const LIBRARIES: Readonly<Record<number, readonly (readonly [title: string, file: string, pip: string])[]>> = {
  12: [
    ['cuBLAS', 'libcublas.so.12', 'nvidia-cublas-cu12'],
    ['cuBLASLt', 'libcublasLt.so.12', 'nvidia-cublas-cu12'],
    ['cuDNN', 'libcudnn.so.9', 'nvidia-cudnn-cu12'],
    ['cuFFT', 'libcufft.so.11', 'nvidia-cufft-cu12'],
    ['cuRAND', 'libcurand.so.10', 'nvidia-curand-cu12'],
    ['cudart', 'libcudart.so.12', 'nvidia-cuda-runtime-cu12'],
  ],
  13: [
    ['cuBLAS', 'libcublas.so.13', 'nvidia-cublas'],
    ['cuBLASLt', 'libcublasLt.so.13', 'nvidia-cublas'],
    ['cuDNN', 'libcudnn.so.9', 'nvidia-cudnn-cu13'],
    ['cuFFT', 'libcufft.so.12', 'nvidia-cufft'],
    ['cuRAND', 'libcurand.so.10', 'nvidia-curand'],
    ['cudart', 'libcudart.so.13', 'nvidia-cuda-runtime'],
  ],
};

/** One of NVIDIA's libraries that the CUDA provider uses. */
export interface CudaLibrary {
  /** Its name for people, such as `cuBLAS`. */
  readonly title: string;
  /** Its file name, such as `libcublas.so.12`. */
  readonly file: string;
  /** The package of Python's pip that holds it; null where none is known. */
  readonly package: string | null;
  /** Whether the provider cannot even be loaded without it; others it loads when it computes what needs them. */
  readonly needed: boolean;
  /** Where the dynamic loader finds it; null where it does not. */
  readonly path: string | null;
  /** Where it lies although the loader does not look there; null where it was found, or nowhere. */
  readonly elsewhere: string | null;
}

/** What the CUDA provider needs of CUDA, and what of it is there. */
export interface CudaSearch {
  /** The major version of CUDA that the provider is built for. */
  readonly cuda: number;
  readonly libraries: readonly CudaLibrary[];
}

/**
 * Looks for NVIDIA's libraries that the CUDA provider uses, where the dynamic loader looks for them: in
 * `LD_LIBRARY_PATH` and what `ldconfig` knows. What is missing there is looked for in CUDA's own folders and Python's
 * packages, too, since it often only has to be named to the loader.
 *
 * @param provider path of the provider's library, which says itself what it needs; it may be missing
 */
export async function findCudaLibraries(system: System, provider: string, paths?: LibraryPaths): Promise<CudaSearch> {
  const needed = (neededLibraries(provider) ?? []).filter((name) => /^lib(cu|nv)/.test(name) && !isDriver(name));
  const cuda = Number(needed.map((name) => /^libcudart\.so\.(\d+)/.exec(name)?.[1]).find(Boolean) ?? DEFAULT_CUDA);
  const usual = (LIBRARIES[cuda] ?? []).map(([title, file, pip]) => ({ title, file, package: pip }));
  const others = needed
    .filter((file) => usual.every((library) => library.file !== file))
    .map((file) => ({ title: file.replace(/^lib|\.so.*$/g, ''), file, package: null }));
  const places = paths ?? (await LibraryPaths.of(system));
  const folders = otherFolders(system);
  const libraries = [...usual, ...others].map((library) => {
    const path = places.find(library.file) ?? null;
    // Of a library that is not there to be asked, all may be needed.
    const isNeeded = needed.length === 0 || needed.includes(library.file);
    const elsewhere = path === null ? folders.find((folder) => existsSync(join(folder, library.file))) : undefined;
    return { ...library, needed: isNeeded, path, elsewhere: elsewhere ?? null };
  });
  return { cuda, libraries };
}

function isDriver(name: string): boolean {
  return name.startsWith('libcuda.so') || name.startsWith('libnvidia');
}

/** Folders in which NVIDIA's installers and Python's pip put CUDA's libraries. */
function otherFolders(system: System): string[] {
  const { HOME, CONDA_PREFIX } = system.env;
  // Beside a folder of programs such as that of a virtual environment are its packages.
  const besidePrograms = foldersOf(system.env.PATH).map((folder) => join(folder, '..'));
  const prefixes = [
    ...besidePrograms,
    ...(HOME === undefined ? [] : [join(HOME, '.local')]),
    ...(CONDA_PREFIX === undefined ? [] : [CONDA_PREFIX]),
    ...['/usr', '/usr/local'].map((prefix) => systemPath(system, prefix)),
  ];
  const patterns = [
    ...['/usr/local/cuda*/lib64', '/usr/local/cuda*/targets/*/lib', '/opt/cuda*/lib64'].map((path) =>
      systemPath(system, path),
    ),
    ...prefixes.map((prefix) => join(prefix, 'lib', 'python3*', '*-packages', 'nvidia', '*', 'lib')),
    ...(CONDA_PREFIX === undefined ? [] : [join(CONDA_PREFIX, 'lib')]),
  ];
  return [...new Set(patterns.flatMap(foldersLike))];
}

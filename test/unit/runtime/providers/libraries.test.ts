import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledRuntime } from '../../../../src/runtime/onnxRuntime';
import { findCudaLibraries } from '../../../../src/runtime/providers/cudaLibraries';
import { LibraryPaths } from '../../../../src/runtime/providers/libraryPaths';
import { neededLibraries } from '../../../../src/runtime/providers/neededLibraries';
import { librariesOf } from '../../../../src/store/cuda/runtimeCopy';
import { madeSystem } from '../../../support/madeSystem';
import { temporaryFolder } from '../../../support/temporaryFolder';

const BUNDLED = librariesOf(bundledRuntime().folder, 'linux/x64');
const BINDING = join(BUNDLED, 'onnxruntime_binding.node');

describe('the libraries that a library needs', () => {
  it('are those that its dynamic section names', () => {
    expect(neededLibraries(BINDING)).toEqual(expect.arrayContaining(['libonnxruntime.so.1', 'libc.so.6']));
  });

  it.skipIf(!hasReadelf())('are those that readelf lists, in its order', () => {
    for (const path of [BINDING, join(BUNDLED, 'libonnxruntime.so.1')]) {
      const listing = execFileSync('readelf', ['--dynamic', '--wide', path], { encoding: 'utf8' });
      expect(neededLibraries(path)).toEqual([...listing.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name]) => name));
    }
  });

  it('are not known of what is no library, or cut off', async () => {
    const folder = await temporaryFolder();
    const [text, cut] = [join(folder, 'text.so'), join(folder, 'cut.so')];
    writeFileSync(text, 'no library');
    const header = Buffer.alloc(64);
    header.write('\x7fELF', 'latin1');
    header.set([2, 1], 4);
    header.writeBigUInt64LE(1_000_000n, 32);
    header.writeUInt16LE(56, 54);
    header.writeUInt16LE(9, 56);
    writeFileSync(cut, header);
    for (const path of [text, cut, join(folder, 'missing.so'), folder]) expect(neededLibraries(path)).toBeUndefined();
  });
});

function hasReadelf(): boolean {
  try {
    execFileSync('readelf', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const CACHE = `3 libs found in cache \`/etc/ld.so.cache´
\tlibcublas.so.12 (libc6) => /lib32/libcublas.so.12
\tlibcublas.so.12 (libc6,x86-64) => /opt/first/libcublas.so.12
\tlibcublas.so.12 (libc6,x86-64) => /opt/second/libcublas.so.12
\tlibcudart.so.12 (libc6,AArch64) => /opt/arm/libcudart.so.12`;

describe.skipIf(process.platform === 'win32')('the dynamic loader', () => {
  it('takes what LD_LIBRARY_PATH has, then the first of its cache for this processor, then its own folders', async () => {
    const system = await madeSystem({
      programs: { ldconfig: CACHE },
      env: { LD_LIBRARY_PATH: ':relative:ROOT/mine' },
      files: { '/mine/libcudnn.so.9': '', '/usr/lib/libcufft.so.11': '', '/usr/lib/libcublas.so.12': '' },
    });
    const paths = await LibraryPaths.of(system);
    expect(paths.find('libcudnn.so.9')).toBe(join(system.root, 'mine', 'libcudnn.so.9'));
    expect(paths.find('libcublas.so.12')).toBe('/opt/first/libcublas.so.12');
    expect(paths.find('libcufft.so.11')).toBe(join(system.root, 'usr', 'lib', 'libcufft.so.11'));
    expect(paths.find('libcudart.so.12')).toBeUndefined();
    expect(await LibraryPaths.of({ ...system, arch: 'arm64' }).then((arm) => arm.find('libcudart.so.12'))).toBe(
      '/opt/arm/libcudart.so.12',
    );
  });
});

describe.skipIf(process.platform === 'win32')('the libraries of CUDA', () => {
  const filesOf = async (...parts: Parameters<typeof madeSystem>) => {
    const system = await madeSystem(...parts);
    return { system, ...(await findCudaLibraries(system, join(system.root, 'libonnxruntime_providers_cuda.so'))) };
  };

  it('are those of CUDA 12 where no provider says otherwise, and all missing on a machine without any', async () => {
    const { cuda, libraries } = await filesOf();
    expect(cuda).toBe(12);
    expect(libraries.map(({ title, file }) => `${title} ${file}`)).toEqual([
      'cuBLAS libcublas.so.12',
      'cuBLASLt libcublasLt.so.12',
      'cuDNN libcudnn.so.9',
      'cuFFT libcufft.so.11',
      'cuRAND libcurand.so.10',
      'cudart libcudart.so.12',
    ]);
    for (const { path, elsewhere } of libraries) expect([path, elsewhere]).toEqual([null, null]);
  });

  it('that lie in a toolkit, in an environment of Python or in the user’s packages are named, though not found', async () => {
    const { system, libraries } = await filesOf({
      files: {
        '/usr/local/cuda-12.4/lib64/libcublas.so.12': '',
        '/usr/local/cuda-12.4/targets/x86_64-linux/lib/libcufft.so.11': '',
        '/home/.local/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9': '',
        '/usr/local/lib/python3.11/dist-packages/nvidia/curand/lib/libcurand.so.10': '',
        // Beside the folder of programs, as in a virtual environment.
        '/lib/python3.10/site-packages/nvidia/cuda_runtime/lib/libcudart.so.12': '',
      },
    });
    const elsewhere = libraries.map(({ path, elsewhere: folder }) => [path, folder?.replace(system.root, '') ?? null]);
    expect(elsewhere).toEqual([
      [null, '/usr/local/cuda-12.4/lib64'],
      [null, null],
      [null, '/home/.local/lib/python3.12/site-packages/nvidia/cudnn/lib'],
      [null, '/usr/local/cuda-12.4/targets/x86_64-linux/lib'],
      [null, '/usr/local/lib/python3.11/dist-packages/nvidia/curand/lib'],
      [null, '/lib/python3.10/site-packages/nvidia/cuda_runtime/lib'],
    ]);
  });

  it('are those that the provider itself names', async () => {
    const system = await madeSystem({ files: { '/mine/libcudart.so.13': '' }, env: { LD_LIBRARY_PATH: 'ROOT/mine' } });
    const provider = join(system.root, 'provider.so');
    writeLibrary(provider, ['libcublas.so.13', 'libcudart.so.13', 'libcusparse.so.12', 'libcuda.so.1', 'libc.so.6']);
    const { cuda, libraries } = await findCudaLibraries(system, provider);
    expect(cuda).toBe(13);
    const told = libraries.map(({ title, file, needed, path }) => [title, file, needed, path !== null]);
    expect(told).toEqual([
      ['cuBLAS', 'libcublas.so.13', true, false],
      ['cuBLASLt', 'libcublasLt.so.13', false, false],
      ['cuDNN', 'libcudnn.so.9', false, false],
      ['cuFFT', 'libcufft.so.12', false, false],
      ['cuRAND', 'libcurand.so.10', false, false],
      ['cudart', 'libcudart.so.13', true, true],
      ['cusparse', 'libcusparse.so.12', true, false],
    ]);
  });
});

/** Writes the smallest library that names others as needed: its headers, a dynamic section, and the names. */
function writeLibrary(path: string, needed: readonly string[]): void {
  const strings = Buffer.from(`\0${needed.join('\0')}\0`, 'latin1');
  const [headers, entry, address] = [64 + 2 * 56, 16, 0x10_000];
  const dynamicSize = (needed.length + 3) * entry;
  const bytes = Buffer.alloc(headers + dynamicSize + strings.length);
  bytes.write('\x7fELF', 'latin1');
  bytes.set([2, 1], 4);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const segment = (at: number, type: number, offset: number, size: number) => {
    bytes.writeUInt32LE(type, at);
    bytes.writeBigUInt64LE(BigInt(offset), at + 8);
    bytes.writeBigUInt64LE(BigInt(address + offset), at + 16);
    bytes.writeBigUInt64LE(BigInt(size), at + 32);
  };
  segment(64, 1, 0, bytes.length);
  segment(64 + 56, 2, headers, dynamicSize);
  let offset = 1;
  const entries = needed.map((name): [number, number] => {
    const at = offset;
    offset += name.length + 1;
    return [1, at];
  });
  entries.push([5, address + headers + dynamicSize], [10, strings.length], [0, 0]);
  entries.forEach(([tag, value], i) => {
    bytes.writeBigInt64LE(BigInt(tag), headers + i * entry);
    bytes.writeBigUInt64LE(BigInt(value), headers + i * entry + 8);
  });
  bytes.set(strings, headers + dynamicSize);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

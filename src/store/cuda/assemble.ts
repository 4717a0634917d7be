import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { CUDA_PLATFORM } from './platforms';
import { CUDA_LIBRARY, librariesOf, recordFile, RUNTIME_PACKAGE, type CopyRecord } from './runtimeCopy';
import { unpack } from './unpack';

/** The NuGet package that holds the CUDA provider, in the version of ONNX Runtime that it is for. */
export const PROVIDER_PACKAGE = 'Microsoft.ML.OnnxRuntime.Gpu.Linux';
const PROVIDER_FOLDER = 'runtimes/linux-x64/native';

/** What makes the CUDA provider; the package holds TensorRT's, too. */
const PROVIDER_LIBRARIES = [CUDA_LIBRARY, 'libonnxruntime_providers_shared.so'];

/** What a copy is made from. */
export interface CopyParts {
  /** The folder to make it in, which is not there. */
  readonly aside: string;
  /** Folder of the bundled package. */
  readonly bundled: string;
  readonly packageFile: string;
  readonly origin: Omit<CopyRecord, 'files'>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes a copy of ONNX Runtime with the CUDA provider beside its library, as Node loads it: its package, and the one of
 * the classes that the two sides share.
 *
 * @throws UserError where the package file is damaged or lacks a library
 */
export async function assembleCopy(parts: CopyParts): Promise<CopyRecord> {
  const { aside, bundled, packageFile, origin, signal } = parts;
  const runtime = join(aside, RUNTIME_PACKAGE);
  const libraries = librariesOf(runtime, CUDA_PLATFORM);
  await copyFiles(bundled, runtime, isLoaderFile);
  await copyFiles(librariesOf(bundled, CUDA_PLATFORM), libraries, () => true);
  await copyFiles(commonFolder(bundled), join(aside, dirname(RUNTIME_PACKAGE), 'onnxruntime-common'), isCommonFile);
  const targets = PROVIDER_LIBRARIES.map((name) => [`${PROVIDER_FOLDER}/${name}`, join(libraries, name)] as const);
  await unpack(packageFile, new Map(targets), signal);
  const record = { ...origin, files: await sizesOf(aside) };
  const { name, text } = recordFile(record);
  await writeFile(join(aside, name), text);
  return record;
}

function isLoaderFile(path: string): boolean {
  return path === 'package.json' || /^dist[/\\][^/\\]+\.js$/.test(path);
}

function isCommonFile(path: string): boolean {
  return path === 'package.json' || /^dist[/\\]cjs[/\\].*\.(js|json)$/.test(path);
}

/** The folder of the package `onnxruntime-common` that the bundled one uses, wherever an installer has put it. */
function commonFolder(bundled: string): string {
  const entry = createRequire(join(bundled, 'package.json')).resolve('onnxruntime-common');
  return resolve(dirname(entry), '..', '..');
}

/** Copies the files that are wanted by their path within the folder. */
async function copyFiles(from: string, to: string, isWanted: (path: string) => boolean): Promise<void> {
  for (const path of (await filesIn(from)).filter(isWanted)) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(from, path), join(to, path));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function sizesOf(folder: string): Promise<Record<string, number>> {
  const sizes = (await filesIn(folder)).map(async (path) => [path, (await stat(join(folder, path))).size] as const);
  return Object.fromEntries(await Promise.all(sizes));
}

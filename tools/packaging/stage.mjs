// Lays out one platform's package in a folder, as it will lie in the .vsix. What of it ships, .vscodeignore says.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { ROOT } from '../setup.mjs';

/** What VS Code calls the platforms, and the folders of their native libraries within onnxruntime-node. */
export const PLATFORMS = {
  'linux-x64': 'linux/x64',
  'linux-arm64': 'linux/arm64',
  'win32-x64': 'win32/x64',
  'win32-arm64': 'win32/arm64',
  'darwin-arm64': 'darwin/arm64',
};

const COPIED = ['.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'media', 'schemas'];
/** Of use to those who work on Quanta only. */
const DEVELOPMENT_KEYS = ['private', 'scripts', 'devDependencies', 'overrides'];
const RUNTIME = 'node_modules/onnxruntime-node';
const LIBRARIES = 'bin/napi-v6';

/**
 * Builds the programs and copies what goes with them into an empty folder.
 * @throws Error naming the file that is missing, or where the programs cannot be built
 */
export function stage(folder, platform) {
  const manifest = readJson('package.json');
  for (const key of DEVELOPMENT_KEYS) delete manifest[key];
  writeJson(join(folder, 'package.json'), manifest);
  const translations = manifest.l10n ? [manifest.l10n] : [];
  for (const path of [...COPIED, ...translations]) copy(path, folder);
  const build = ['esbuild.mjs', '--production', '--outdir', join(folder, 'dist')];
  const { status } = spawnSync(process.execPath, build, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the programs cannot be built');
  stageRuntime(folder, PLATFORMS[platform]);
}

function stageRuntime(folder, libraries) {
  const manifest = readJson(`${RUNTIME}/package.json`);
  const { 'onnxruntime-common': common } = manifest.dependencies;
  copy(`${RUNTIME}/dist`, folder);
  copy(`${RUNTIME}/${LIBRARIES}/${libraries}`, folder, isNeeded);
  copy('node_modules/onnxruntime-common', folder);
  // The other dependencies and the scripts are those of its installation, which fetches more libraries.
  delete manifest.scripts;
  writeJson(join(folder, RUNTIME, 'package.json'), { ...manifest, dependencies: { 'onnxruntime-common': common } });
}

/** No CUDA libraries, which only some machines have; and of a library under two names the one it is loaded by. */
function isNeeded(path) {
  return !/onnxruntime_providers_|libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(basename(path));
}

function copy(path, folder, filter = () => true) {
  const from = join(ROOT, path);
  if (!existsSync(from)) throw new Error(`${relative(ROOT, from).replaceAll(sep, '/')} is to be shipped but missing`);
  const to = join(folder, path);
  mkdirSync(join(to, '..'), { recursive: true });
  cpSync(from, to, { recursive: true, filter });
}

function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function writeJson(path, value) {
  writeFileSync(path, JSON.stringify(value, null, 2));
}

import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installCudaCopy } from '../../src/store/cuda/installation';
import { CUDA_PLATFORM } from '../../src/store/cuda/platforms';
import { CUDA_LIBRARY, librariesOf, RUNTIME_PACKAGE } from '../../src/store/cuda/runtimeCopy';
import { runCli } from '../support/cli';
import { feedOf, providerPackage } from '../support/nuget/feed';
import { serveFeed } from '../support/nuget/servedFeed';
import { temporaryFolder } from '../support/temporaryFolder';

const CONFIG = {
  kind: 'sae',
  provider: 'cpu',
  model: 'mix_d6_l3_h4_t60K_s100003',
  encoding_dim: 24,
  k: 4,
  batch_size: 8,
  num_batches: 10,
  num_epochs: 1,
};

const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const bundled = dirname(manifest);

/** At its end the process names the libraries of ONNX Runtime that the loader has mapped into it. */
const TELL_LIBRARIES = `
  import { readFileSync } from 'node:fs';
  process.on('exit', () => {
    const paths = readFileSync('/proc/self/maps', 'utf8').match(/\\/.*onnxruntime.*/g) ?? [];
    process.stderr.write('MAPPED ' + JSON.stringify([...new Set(paths)].sort()) + '\\n');
  });
`;

/** By these ONNX Runtime knows that it is tested, and reports nothing. */
const TESTING = { CI: undefined, TF_BUILD: undefined, GITHUB_ACTIONS: undefined, ORT_DISABLE_TELEMETRY: undefined };

/** Trains in a process of its own; returns the folders of the libraries it used, what it said, and what it made. */
async function train(home: string) {
  const cwd = await temporaryFolder();
  const HOME = await temporaryFolder();
  writeFileSync(join(cwd, 'a.quanta.json'), JSON.stringify(CONFIG));
  const variables = { ...TESTING, HOME, XDG_CACHE_HOME: undefined, QUANTA_HOME: home };
  const options = { cwd, preload: TELL_LIBRARIES, variables };
  const { code, stdout, stderr } = await runCli(['train', 'a.quanta.json', '--run', 'run'], options);
  expect(code, stderr).toBe(0);
  const paths = JSON.parse(/^MAPPED (.*)$/m.exec(stderr)![1]!) as string[];
  return {
    folders: [...new Set(paths.map((path) => dirname(path)))],
    stdout,
    log: readFileSync(join(cwd, 'run', 'log.txt'), 'utf8'),
    kept: readdirSync(HOME),
    sae: readFileSync(join(cwd, 'run', 'sae', 'sae_weights.safetensors')),
  };
}

async function install(home: string) {
  const { url } = await serveFeed(feedOf(providerPackage(), version));
  return installCudaCopy({
    feed: url,
    version,
    bundled,
    environment: { QUANTA_HOME: home },
    onProgress: () => undefined,
  });
}

// ONNX Runtime's CUDA provider is published for no other platform.
describe.runIf(`${process.platform}/${process.arch}` === CUDA_PLATFORM)('a run', () => {
  it('trains with the installed copy of ONNX Runtime alone, to the same bytes as with the bundled one', async () => {
    const home = await temporaryFolder();
    const without = await train(home);
    expect(without.folders).toEqual([librariesOf(bundled, CUDA_PLATFORM)]);
    expect(without.log).not.toContain('CUDA');
    const { folder } = await install(home);
    const withCopy = await train(home);
    expect(withCopy.folders).toEqual([librariesOf(join(folder, RUNTIME_PACKAGE), CUDA_PLATFORM)]);
    expect(withCopy.sae.equals(without.sae)).toBe(true);
  });

  it('keeps nothing in the user’s folders, where ONNX Runtime would keep what it reports', async () => {
    const home = await temporaryFolder();
    expect((await train(home)).kept).toEqual([]);
    await install(home);
    expect((await train(home)).kept).toEqual([]);
  });

  it('says that the installed copy is damaged, and trains with the bundled one', async () => {
    const home = await temporaryFolder();
    const { folder } = await install(home);
    const libraries = librariesOf(join(folder, RUNTIME_PACKAGE), CUDA_PLATFORM);
    truncateSync(join(libraries, CUDA_LIBRARY), 1000);
    const { folders, log, stdout } = await train(home);
    expect(folders).toEqual([librariesOf(bundled, CUDA_PLATFORM)]);
    for (const said of [log, stdout]) {
      expect(said).toMatch(
        /Note: .*ONNX Runtime with the CUDA provider is damaged: .* has 1000 bytes instead of 2000000/,
      );
    }
  });

  it('says that the installed copy cannot be loaded, and trains with the bundled one', async () => {
    const home = await temporaryFolder();
    const { folder } = await install(home);
    const binding = join(librariesOf(join(folder, RUNTIME_PACKAGE), CUDA_PLATFORM), 'onnxruntime_binding.node');
    writeFileSync(binding, Buffer.alloc(readFileSync(binding).length));
    const { folders, log } = await train(home);
    expect(folders).toContain(librariesOf(bundled, CUDA_PLATFORM));
    expect(log).toMatch(/Note: .*ONNX Runtime with the CUDA provider cannot be loaded: .*invalid ELF header/);
  });
});

import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openPromise } from 'yauzl';
import type { InstallationProgress } from '../../../../src/core/cuda/installationLine';
import { installCudaCopy, removeCudaCopies, type InstallationRequest } from '../../../../src/store/cuda/installation';
import { findRuntimeCopy } from '../../../../src/store/cuda/runtimeCopy';
import { feedOf, providerPackage, PROVIDER_PACKAGE, sha512, type Feed } from '../../../support/nuget/feed';
import { packageRequests, serveFeed } from '../../../support/nuget/servedFeed';
import { temporaryFolder, writeAt } from '../../../support/temporaryFolder';

const VERSION = '1.30.0';
const CUDA = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';
const content = providerPackage();

/** A feed, a runtime to copy, and a storage; what is asked for can be changed. */
async function machine(changes: Partial<Feed> = {}) {
  const feed = { ...feedOf(content, VERSION), ...changes };
  const server = await serveFeed(feed);
  const root = await temporaryFolder();
  const home = join(root, 'home');
  const bundled = await madeRuntime(root);
  const steps: InstallationProgress[] = [];
  const install = (options: Partial<InstallationRequest> = {}) =>
    installCudaCopy({
      feed: server.url,
      version: VERSION,
      bundled,
      environment: { QUANTA_HOME: home },
      onProgress: (step) => steps.push(step),
      ...options,
    });
  const stored = () => readdir(join(home, 'onnxruntime')).catch(() => []);
  const copy = () => findRuntimeCopy(VERSION, { QUANTA_HOME: home });
  return { feed, server, root, home, steps, install, stored, copy };
}

/** A package as npm installs it, with what a copy does not need. */
async function madeRuntime(root: string): Promise<string> {
  const modules = join(root, 'node_modules');
  const files = {
    'onnxruntime-node/package.json': '{"name":"onnxruntime-node","version":"1.30.0","main":"dist/index.js"}',
    'onnxruntime-node/dist/index.js': '// loads the rest',
    'onnxruntime-node/dist/index.js.map': '{}',
    'onnxruntime-node/dist/index.d.ts': 'export {};',
    'onnxruntime-node/script/install.js': '// fetches',
    'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1': 'the library',
    'onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node': 'the binding',
    'onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1': 'the library of another platform',
    'onnxruntime-common/package.json': '{"name":"onnxruntime-common","main":"dist/cjs/index.js"}',
    'onnxruntime-common/dist/cjs/index.js': '// classes',
    'onnxruntime-common/dist/cjs/package.json': '{"type":"commonjs"}',
    'onnxruntime-common/dist/esm/index.js': '// not loaded',
  };
  for (const [path, text] of Object.entries(files)) await writeAt(join(modules, path), text);
  return join(modules, 'onnxruntime-node');
}

async function libraryInPackage(name: string): Promise<Buffer> {
  const folder = await temporaryFolder();
  const zip = await openPromise(await writeAt(join(folder, 'a.zip'), content as unknown as string));
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith(`/${name}`))
      return Buffer.concat(await (await zip.openReadStreamPromise(entry)).toArray());
  }
  throw new Error(`no ${name}`);
}

describe('installing the CUDA provider', () => {
  it('copies the runtime and puts the two libraries of the same version beside its own', async () => {
    const { install, stored, server, steps, copy } = await machine();
    const { folder, record, wasThere } = await install();
    expect(wasThere).toBe(false);
    expect(await stored()).toEqual(['1.30.0-linux-x64-cuda']);
    const libraries = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64';
    expect(Object.keys(record.files).sort()).toEqual([
      'node_modules/onnxruntime-common/dist/cjs/index.js',
      'node_modules/onnxruntime-common/dist/cjs/package.json',
      'node_modules/onnxruntime-common/package.json',
      `${libraries}/libonnxruntime.so.1`,
      `${libraries}/libonnxruntime_providers_cuda.so`,
      `${libraries}/libonnxruntime_providers_shared.so`,
      `${libraries}/onnxruntime_binding.node`,
      'node_modules/onnxruntime-node/dist/index.js',
      'node_modules/onnxruntime-node/package.json',
    ]);
    const installed = readFileSync(join(folder, CUDA));
    expect(installed.equals(await libraryInPackage('libonnxruntime_providers_cuda.so'))).toBe(true);
    expect(record).toMatchObject({ onnxruntime: VERSION, sha512: sha512(content) });
    expect(record.source).toBe(server.origin + packageRequests(server)[0]!.url!);
    expect([...new Set(steps.map(({ step }) => step))]).toEqual(['looking', 'downloading', 'checking', 'unpacking']);
    const downloading = steps.filter(({ step }) => step === 'downloading');
    expect(downloading.at(-1)).toEqual({ step: 'downloading', received: content.length, total: content.length });
    expect(copy()).toEqual({ state: 'complete', folder, record });
  });

  it('does nothing where it is installed', async () => {
    const { install, server } = await machine();
    const { folder } = await install();
    const asked = server.requests.length;
    expect(await install()).toMatchObject({ folder, wasThere: true });
    expect(server.requests).toHaveLength(asked);
  });

  it('goes on after a cut with what has arrived', async () => {
    const { install, server, feed, copy } = await machine();
    feed.file.cuts = [1_000_000];
    await install();
    const [first, second, ...others] = packageRequests(server).map(({ headers }) => headers.range);
    expect([first, others]).toEqual([undefined, []]);
    expect(second).toMatch(/^bytes=[1-9]/);
    expect(copy().state).toBe('complete');
  });

  it('refuses what is not what the feed states, and discards it', async () => {
    const { install, feed, stored, copy } = await machine({ sha512: sha512(Buffer.from('another')) });
    await expect(install()).rejects.toThrow(
      `the checksum of what arrived is wrong: SHA-512 ${sha512(content)}, and the feed states ${feed.sha512}`,
    );
    expect([await stored(), copy().state]).toEqual([[], 'missing']);
    feed.sha512 = sha512(content);
    await install();
    expect(copy().state).toBe('complete');
  });

  it('refuses what was damaged on the way, by the feed’s checksum or else by the package’s own', async () => {
    const damaged = Buffer.from(content);
    damaged[1_000_000]! ^= 1;
    const { install, feed, stored, copy } = await machine();
    feed.file.content = damaged;
    await expect(install()).rejects.toThrow('the checksum of what arrived is wrong');
    expect([await stored(), copy().state]).toEqual([[], 'missing']);
    feed.sha512 = undefined;
    await expect(install()).rejects.toThrow(/the package is damaged: .*; fetch it again/);
    expect([await stored(), copy().state]).toEqual([[], 'missing']);
    feed.file.content = content;
    expect((await install()).record.sha512).toBeNull();
    expect(copy().state).toBe('complete');
  });

  it('begins anew where the package has changed since a try that was cancelled', async () => {
    const { install, feed, server, stored, copy } = await machine();
    await cancelled(install, feed);
    expect(await stored()).toEqual([
      `${PROVIDER_PACKAGE}.1.30.0.nupkg.part`,
      `${PROVIDER_PACKAGE}.1.30.0.nupkg.part.json`,
    ]);
    const changed = providerPackage();
    Object.assign(feed.file, { content: changed, etag: '"second"' });
    feed.sha512 = sha512(changed);
    expect((await install()).record.sha512).toBe(sha512(changed));
    expect(copy().state).toBe('complete');
    expect(packageRequests(server)[1]!.headers['if-range']).toBe('"first"');
  });

  it('goes on with what a cancelled try has brought', async () => {
    const { install, feed, server, copy } = await machine();
    await cancelled(install, feed);
    expect(copy().state).toBe('missing');
    await install();
    expect(packageRequests(server)[1]!.headers.range).toMatch(/^bytes=[1-9]/);
    expect(copy().state).toBe('complete');
  });

  it('does not fetch again what was there when unpacking it was cancelled', async () => {
    const { install, server, stored, copy } = await machine();
    const cancel = new AbortController();
    const onProgress = ({ step }: InstallationProgress) => {
      if (step === 'unpacking') cancel.abort(new Error('cancelled'));
    };
    await expect(install({ signal: cancel.signal, onProgress })).rejects.toThrow('cancelled');
    expect(await stored()).toEqual([`${PROVIDER_PACKAGE}.1.30.0.nupkg`]);
    await install();
    expect(packageRequests(server)).toHaveLength(1);
    expect([copy().state, await stored()]).toEqual(['complete', ['1.30.0-linux-x64-cuda']]);
  });

  it('says what is wrong with the feed', async () => {
    const { install, feed, stored } = await machine({ versions: ['1.29.0'] });
    await expect(install()).rejects.toThrow(`has no ${PROVIDER_PACKAGE} 1.30.0, only 1.29.0`);
    feed.versions = [VERSION];
    feed.file.content = providerPackage().subarray(0, 1000);
    feed.sha512 = undefined;
    await expect(install()).rejects.toThrow('the package is damaged');
    expect(await stored()).toEqual([]);
    await expect(install({ feed: 'http://example.com/v3/index.json' })).rejects.toThrow('refused');
  });

  it('says which library a package lacks', async () => {
    const whole = providerPackage();
    const renamed = Buffer.from(whole.toString('latin1').replaceAll('providers_shared', 'providers_chared'), 'latin1');
    const { install, stored } = await machine({ ...feedOf(renamed, VERSION) });
    await expect(install()).rejects.toThrow(
      'this package has no runtimes/linux-x64/native/libonnxruntime_providers_shared.so',
    );
    expect(await stored()).toEqual([]);
  });

  it('says where it cannot write, and what to do', async () => {
    const { install, root } = await machine();
    const home = join(await writeAt(join(root, 'a-file')), 'home');
    await expect(install({ environment: { QUANTA_HOME: home } })).rejects.toThrow(
      /cannot write .*a-file\/home\/onnxruntime: .*; QUANTA_HOME names another place to keep it/,
    );
    await expect(install({ environment: { QUANTA_HOME: 'here' } })).rejects.toThrow(
      'QUANTA_HOME: expected an absolute',
    );
  });

  it('is done once where two ask for it at a time', async () => {
    const { install, feed, server, steps, copy } = await machine();
    const isWaiting = () => steps.some(({ step }) => step === 'waiting');
    feed.file.beforePiece = () => vi.waitUntil(isWaiting, 10_000).then(() => undefined);
    const [first, second] = await Promise.all([install(), install()]);
    expect([first.wasThere, second.wasThere].sort()).toEqual([false, true]);
    expect(steps.filter(({ step }) => step === 'waiting')).toHaveLength(1);
    expect(packageRequests(server)).toHaveLength(1);
    expect(copy().state).toBe('complete');
  });

  it('can be cancelled while it waits for another process', async () => {
    const { install, home, server } = await machine();
    const lock = JSON.stringify({ id: 'other', pid: process.ppid, host: hostname() });
    await writeAt(join(home, 'onnxruntime', '.lock'), lock);
    const cancel = new AbortController();
    const onProgress = ({ step }: InstallationProgress) => {
      if (step === 'waiting') cancel.abort(new Error('cancelled'));
    };
    await expect(install({ signal: cancel.signal, onProgress })).rejects.toThrow('cancelled');
    expect(server.requests).toHaveLength(0);
    expect(readFileSync(join(home, 'onnxruntime', '.lock'), 'utf8')).toBe(lock);
  });

  it('takes over from a process that died, and removes what that one has left', async () => {
    const { install, home, stored, copy } = await machine();
    const folder = join(home, 'onnxruntime');
    const aside = '1.30.0-linux-x64-cuda.01234567-89ab-cdef-0123-456789abcdef.tmp';
    await writeAt(join(folder, aside, 'half'), 'of it');
    const lock = await writeAt(join(folder, '.lock'), JSON.stringify({ id: 'dead', pid: 1, host: 'elsewhere' }));
    await utimes(lock, new Date(0), new Date(0));
    await install();
    expect([copy().state, await stored()]).toEqual(['complete', ['1.30.0-linux-x64-cuda']]);
  });

  it('repairs a damaged copy', async () => {
    const { install, copy, stored } = await machine();
    const { folder } = await install();
    await truncate(join(folder, CUDA), 1000);
    expect(copy()).toMatchObject({ state: 'broken', problem: `${CUDA} has 1000 bytes instead of 2000000` });
    expect(await install()).toMatchObject({ wasThere: false });
    expect([copy().state, await stored()]).toEqual(['complete', ['1.30.0-linux-x64-cuda']]);
  });
});

describe('what is installed', () => {
  it('is of one version, and says so to others', async () => {
    const { install, home } = await machine();
    await install();
    const environment = { QUANTA_HOME: home };
    expect(findRuntimeCopy('1.31.0', environment)).toMatchObject({ state: 'missing', otherVersions: [VERSION] });
  });

  it('is damaged where its record is, or it is not the one of its folder', async () => {
    const { install, copy } = await machine();
    const { folder } = await install();
    const record = join(folder, 'copy.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace('1.30.0', '1.29.0'));
    expect(copy()).toMatchObject({ state: 'broken', problem: 'its copy.json is of ONNX Runtime 1.29.0' });
    for (const damaged of ['{}', text.slice(0, 100), '']) {
      await writeFile(record, damaged);
      expect(copy()).toMatchObject({
        state: 'broken',
        problem: expect.stringContaining('cannot read its copy.json') as string,
      });
    }
  });

  it('is there no more once it is removed', async () => {
    const { install, home, stored, copy } = await machine();
    const environment = { QUANTA_HOME: home };
    const onWait = vi.fn();
    const remove = () => removeCudaCopies(environment, new AbortController().signal, onWait);
    const folder = join(home, 'onnxruntime');
    expect(await remove()).toEqual({ folder, wasThere: false });
    await install();
    await mkdir(join(folder, '1.29.0-linux-x64-cuda'));
    await writeAt(join(folder, `${PROVIDER_PACKAGE}.1.29.0.nupkg.part`));
    expect(await remove()).toEqual({ folder, wasThere: true });
    expect([await stored(), copy().state]).toEqual([[], 'missing']);
    expect(onWait).not.toHaveBeenCalled();
  });

  it('is all that is removed', async () => {
    const { install, home, stored } = await machine();
    await writeAt(join(home, 'onnxruntime', 'README.md'), 'a clone of ONNX Runtime’s sources');
    await install();
    await removeCudaCopies({ QUANTA_HOME: home }, new AbortController().signal, () => undefined);
    expect(await stored()).toEqual(['README.md']);
  });
});

/** Installs until something has arrived, and cancels that. */
async function cancelled(install: (options: Partial<InstallationRequest>) => Promise<unknown>, feed: Feed) {
  const cancel = new AbortController();
  // More than the first piece comes only after it has.
  let pieces = 0;
  feed.file.beforePiece = () => (++pieces === 1 ? Promise.resolve() : new Promise(() => undefined));
  const onProgress = ({ received = 0 }: InstallationProgress) => {
    if (received > 0) cancel.abort(new Error('cancelled'));
  };
  await expect(install({ signal: cancel.signal, onProgress })).rejects.toThrow('cancelled');
  delete feed.file.beforePiece;
}

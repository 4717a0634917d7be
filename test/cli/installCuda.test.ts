import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { installationLine } from '../../src/core/cuda/installationLine';
import { CUDA_PLATFORM } from '../../src/store/cuda/platforms';
import { runCli, startCli } from '../support/cli';
import { listen } from '../support/httpServer';
import { feedListener, feedOf, providerPackage, sha512 } from '../support/nuget/feed';
import { packageRequests, serveFeed } from '../support/nuget/servedFeed';
import { temporaryFolder } from '../support/temporaryFolder';

const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const content = providerPackage();
const isSupported = `${process.platform}/${process.arch}` === CUDA_PLATFORM;

/** A machine's storage, and `quanta doctor --install-cuda` on it. */
async function machine() {
  const cwd = await temporaryFolder();
  const home = join(cwd, 'home');
  const folder = join(home, 'onnxruntime');
  const args = (feed: string, ...more: string[]) => ['doctor', '--install-cuda', '--feed', feed, ...more];
  const options = { cwd, variables: { QUANTA_HOME: home } };
  return {
    folder,
    options,
    start: (feed: string, ...more: string[]) => startCli(args(feed, ...more), options),
    install: (feed: string, ...more: string[]) => runCli(args(feed, ...more), options),
    stored: () => (existsSync(folder) ? readdirSync(folder).sort() : []),
    /** Waits until a part of the package has arrived. */
    hasPart: () => {
      const size = () => statSync(join(folder, PARTS[0]!), { throwIfNoEntry: false })?.size ?? 0;
      return vi.waitUntil(() => size() > 0, 20_000);
    },
  };
}

const INSTALLED = [`${version}-linux-x64-cuda`];
const PARTS = [
  `Microsoft.ML.OnnxRuntime.Gpu.Linux.${version}.nupkg.part`,
  `Microsoft.ML.OnnxRuntime.Gpu.Linux.${version}.nupkg.part.json`,
];

describe.runIf(isSupported)('quanta doctor --install-cuda', () => {
  it('installs from a feed, says what else is needed, and removes it again', async () => {
    const { install, stored, folder, options } = await machine();
    const { url } = await serveFeed(feedOf(content, version));
    const { code, stdout, stderr } = await install(url);
    expect([code, stderr]).toEqual([0, '']);
    expect(stored()).toEqual(INSTALLED);
    expect(stdout).toContain(
      `Installed the CUDA provider for ONNX Runtime ${version} in ${join(folder, INSTALLED[0]!)}`,
    );
    expect(stdout).toContain(`SHA-512 as the feed states it: ${sha512(content)}`);
    expect(stdout).toMatch(/^It needs CUDA 1\d, of which /m);
    expect(stdout).not.toContain('\u001b');

    const again = await install(url);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('is installed already');

    const removed = await runCli(['doctor', '--remove-cuda'], options);
    expect(removed).toMatchObject({ code: 0, stdout: `Removed the CUDA provider from ${folder}\n` });
    expect(stored()).toEqual([]);
    const nothing = await runCli(['doctor', '--remove-cuda', '--json'], options);
    expect(JSON.parse(nothing.stdout)).toEqual({ folder, removed: false });
  });

  it('prints objects for programs, the last of them with what is missing', async () => {
    const { install } = await machine();
    const { url } = await serveFeed(feedOf(content, version));
    const { code, stdout } = await install(url, '--json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => installationLine.parse(JSON.parse(line)));
    expect(code).toBe(0);
    expect(lines.slice(0, -1).every(({ kind }) => kind === 'progress')).toBe(true);
    expect(lines).toContainEqual({
      kind: 'progress',
      step: 'downloading',
      received: content.length,
      total: content.length,
    });
    expect(lines.at(-1)).toMatchObject({
      kind: 'end',
      onnxruntime: version,
      was_there: false,
      sha512: sha512(content),
    });
  });

  it('stops at Ctrl-C, says that it goes on, and goes on', async () => {
    const { start, install, stored, hasPart } = await machine();
    const feed = feedOf(content, version);
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    let pieces = 0;
    feed.file.beforePiece = () => (++pieces > 20 ? held : Promise.resolve());
    const server = await serveFeed(feed);
    const process = start(server.url);
    await hasPart();
    process.kill('SIGINT');
    const { code, stderr } = await process.exit;
    expect(code).toBe(130);
    expect(stderr).toBe('Cancelled; what has arrived is kept, and the same command goes on with it.\n');
    expect(stored()).toEqual(PARTS);
    go();
    expect((await install(server.url)).code).toBe(0);
    expect(packageRequests(server)[1]!.headers.range).toMatch(/^bytes=\d/);
    expect(stored()).toEqual(INSTALLED);
  });

  it('goes on after a process that was killed', async () => {
    const { start, install, stored, hasPart } = await machine();
    const feed = feedOf(content, version);
    let pieces = 0;
    feed.file.beforePiece = () => (++pieces > 20 ? new Promise(() => undefined) : Promise.resolve());
    const server = await serveFeed(feed);
    const process = start(server.url);
    await hasPart();
    process.kill('SIGKILL');
    expect((await process.exit).code).toBe(137);
    expect(stored()).toEqual(['.lock', ...PARTS]);
    delete feed.file.beforePiece;
    expect((await install(server.url)).code).toBe(0);
    expect(packageRequests(server)[1]!.headers['if-range']).toBe('"first"');
    expect(stored()).toEqual(INSTALLED);
  });

  it('is done once by two processes', async () => {
    const { start, stored } = await machine();
    const server = await serveFeed(feedOf(content, version));
    const exits = await Promise.all([start(server.url), start(server.url)].map(({ exit }) => exit));
    expect(exits.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(packageRequests(server)).toHaveLength(1);
    expect(stored()).toEqual(INSTALLED);
  });

  it('installs nothing where the feed has another version, another content, or no answer', async () => {
    const { install, stored } = await machine();
    const feed = feedOf(content, version);
    const server = await serveFeed(feed);
    feed.versions = ['1.0.0'];
    const old = await install(server.url);
    expect([old.code, old.stderr]).toEqual([
      2,
      expect.stringContaining(`has no Microsoft.ML.OnnxRuntime.Gpu.Linux ${version}, only 1.0.0`),
    ]);
    feed.versions = [version];
    feed.sha512 = sha512(Buffer.from('other'));
    const other = await install(server.url);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('the checksum of what arrived is wrong')]);
    feed.failures = Array.from({ length: 20 }, () => 500);
    const silent = await install(server.url);
    expect([silent.code, silent.stderr]).toEqual([
      1,
      expect.stringContaining('the server answers 500 Internal Server Error'),
    ]);
    expect(stored()).toEqual([]);
  });

  it('says that the disk is full, and goes on when it is not', async () => {
    const { install, options, stored } = await machine();
    const server = await serveFeed(feedOf(content, version));
    const args = ['doctor', '--install-cuda', '--feed', server.url];
    const full = await runCli(args, { ...options, maxFileBytes: 1_000_000 });
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/^cannot write .*\.nupkg\.part: EFBIG/);
    expect(stored()).toEqual(PARTS);
    expect((await install(server.url)).code).toBe(0);
    expect(packageRequests(server)[1]!.headers.range).toMatch(/^bytes=\d+-$/);
  });

  it('refuses what contradicts itself', async () => {
    const { options } = await machine();
    const both = await runCli(['doctor', '--install-cuda', '--remove-cuda'], options);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be used with') as string });
    const alone = await runCli(['doctor', '--feed', 'https://feed.example/v3/index.json'], options);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('give both') as string });
  });

  it('takes the feed of the environment where none is given', async () => {
    const { options } = await machine();
    const server = await serveFeed(feedOf(content, '1.0.0'));
    const variables = { ...options.variables, QUANTA_CUDA_FEED: server.url };
    const { code, stderr } = await runCli(['doctor', '--install-cuda'], { ...options, variables });
    expect([code, stderr]).toEqual([2, expect.stringContaining(server.url)]);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.runIf(isSupported && hasOpenssl)('behind a proxy', () => {
  it('speaks to the feed through it, so that it sees nothing but where to', async () => {
    const { options, stored } = await machine();
    const certificate = await selfSigned();
    const feed = feedOf(content, version);
    const server = await listen(createSecureServer(certificate, feedListener(feed, 'https')), 'https');
    const tunnels: string[] = [];
    const proxy = createServer((_, response) => response.writeHead(403).end());
    proxy.on('connect', (request: IncomingMessage, socket, head) => {
      tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
      // The name stands for a server that only the proxy knows.
      const onward = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on('error', () => undefined);
    });
    const { port } = await listen(proxy);
    const variables = {
      ...options.variables,
      HTTPS_PROXY: `http://user:secret@127.0.0.1:${port}`,
      NO_PROXY: undefined,
      no_proxy: undefined,
      NODE_EXTRA_CA_CERTS: certificate.path,
    };
    const args = ['doctor', '--install-cuda', '--feed', 'https://feed.example/v3/index.json'];
    const { code, stderr } = await runCli(args, { ...options, variables });
    expect([code, stderr]).toEqual([0, '']);
    expect(stored()).toEqual(INSTALLED);
    const credentials = Buffer.from('user:secret').toString('base64');
    expect(new Set(tunnels)).toEqual(new Set([`feed.example:443 Basic ${credentials}`]));

    const distrusting = { ...options, variables: { ...variables, NODE_EXTRA_CA_CERTS: undefined } };
    await runCli(['doctor', '--remove-cuda'], options);
    const refused = await runCli(args, distrusting);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/feed\.example: .*certificate.*NODE_EXTRA_CA_CERTS/);
    expect(stored()).toEqual([]);
  });
});

/** A certificate for feed.example that nobody has signed but itself. */
async function selfSigned(): Promise<{ key: Buffer; cert: Buffer; path: string }> {
  const folder = await temporaryFolder();
  const [keyPath, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=feed.example', '-addext', 'subjectAltName=DNS:feed.example'];
  const files = ['-keyout', keyPath, '-out', path];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
    stdio: 'ignore',
  });
  return { key: readFileSync(keyPath), cert: readFileSync(path), path };
}

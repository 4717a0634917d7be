import { deepStrictEqual, ok } from 'node:assert';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { CUDA_PLATFORM } from '../../src/store/cuda/platforms';
import { CUDA_LIBRARY, findRuntimeCopy, librariesOf, RUNTIME_PACKAGE } from '../../src/store/cuda/runtimeCopy';
import { feedListener, feedOf, providerPackage, type Feed } from '../support/nuget/feed';

const isSupported = `${process.platform}/${process.arch}` === CUDA_PLATFORM;

(isSupported ? suite : suite.skip)('Quanta: Install CUDA Provider', () => {
  let home: string;
  let version: string;
  let feed: Feed;
  let server: Server;
  const settings = () => vscode.workspace.getConfiguration('quanta');

  suiteSetup(async () => {
    const { extensionPath } = vscode.extensions.getExtension('quanta.quanta')!;
    const manifest = join(extensionPath, 'node_modules', 'onnxruntime-node', 'package.json');
    ({ version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string });
    home = await mkdtemp(join(tmpdir(), 'quanta-'));
    // The extension runs in this process.
    process.env.QUANTA_HOME = home;
    feed = feedOf(providerPackage(), version);
    server = createServer(feedListener(feed)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/index.json`;
    await settings().update('cudaFeed', url, vscode.ConfigurationTarget.Global);
  });

  suiteTeardown(async () => {
    await settings().update('cudaFeed', undefined, vscode.ConfigurationTarget.Global);
    delete process.env.QUANTA_HOME;
    server.close();
    server.closeAllConnections();
    await rm(home, { recursive: true });
  });

  test('installs from the feed of the settings', async () => {
    await vscode.commands.executeCommand('quanta.installCudaProvider');
    const copy = findRuntimeCopy(version, { QUANTA_HOME: home });
    deepStrictEqual(copy.state, 'complete');
    ok(existsSync(join(librariesOf(join(copy.folder, RUNTIME_PACKAGE), CUDA_PLATFORM), CUDA_LIBRARY)));
  });
});

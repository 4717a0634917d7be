import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { installEditor, type Installation } from '../../editor/install.mjs';
import { EditorServer } from '../../editor/server';

/** What every journey starts from: one server with the packaged extension, for all of them. */
interface SharedServer {
  readonly installation: Installation;
  readonly url: string;
  /** The user's settings, which each window is opened with anew. */
  readonly settingsFile: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    sharedServer: SharedServer;
  }
}

const PACKER = resolve(import.meta.dirname, '..', '..', '..', 'tools', 'package.mjs');

/** Packs the extension as it is shipped, installs it in a new server, and stops that when all journeys are over. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const editor = installEditor();
  if (!editor.ready) throw new Error(editor.reason);
  const { installation } = editor;
  const folder = await mkdtemp(join(tmpdir(), 'quanta-package-'));
  try {
    await promisify(execFile)(process.execPath, [PACKER, '--out', folder, 'linux-x64']);
    const vsix = (await readdir(folder)).map((name) => join(folder, name));
    const server = await EditorServer.start({ installation, vsix });
    project.provide('sharedServer', { installation, url: server.url, settingsFile: server.settingsFile });
    return () => server.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

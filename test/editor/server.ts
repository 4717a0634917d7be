import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Installation } from './install.mjs';
import { writeSettings } from './settings';

/** Longer than a busy machine takes until the server listens. */
const START_SECONDS = 60;
/** How long the server may take to end by itself once it is told to. */
const STOP_SECONDS = 5;
/** A window that has gone does not come back, so its extension host need not wait for it for hours. */
const RECONNECTION_SECONDS = 5;
/** A server without windows ends after this long, should whoever started it have been killed. */
const IDLE_SECONDS = 300;

export interface ServerOptions {
  readonly installation: Installation;
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  /** Takes the instructions of test runners from the page's address, and reports to them. */
  readonly automation?: boolean;
  /** What extension hosts find in their environment, besides the little that any program needs. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * VS Code's server on a free port of 127.0.0.1. Everything that it writes lies in a folder of its own, its home folder
 * included, which goes with it.
 */
export class EditorServer {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /**
   * Starts a server and waits until it listens; the caller must stop it.
   * @throws Error with what the server said where it does not start
   */
  static async start(options: ServerOptions): Promise<EditorServer> {
    const folder = await mkdtemp(join(tmpdir(), 'quanta-editor-'));
    try {
      for (const name of ['home', 'tmp', 'extensions', 'data/User']) {
        await mkdir(join(folder, name), { recursive: true });
      }
      await writeFile(join(folder, 'config.yaml'), '{}');
      await writeSettings(settingsFile(folder), {});
      for (const vsix of options.vsix ?? []) await installExtension(folder, options, vsix);
      return await launch(folder, options, (url, process) => new EditorServer(url, folder, process));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Host and port, which are the authority of the addresses of the server's files. */
  get authority(): string {
    return new URL(this.url).host;
  }

  /** Resolves when the server has ended, for whatever reason. */
  async ended(): Promise<void> {
    if (isRunning(this.process)) await once(this.process, 'exit');
  }

  /** The user's settings, for `writeSettings`. */
  get settingsFile(): string {
    return settingsFile(this.folder);
  }

  /** What the server said so far. */
  log(): Promise<string> {
    return readFile(logFile(this.folder), 'utf8');
  }

  /** Ends the server and the extension hosts, and removes the folder. */
  async stop(): Promise<void> {
    signal(this.process, 'SIGTERM');
    await Promise.race([this.ended(), wait(1000 * STOP_SECONDS, undefined, { ref: false })]);
    signal(this.process, 'SIGKILL');
    await this.ended();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function launch<T>(
  folder: string,
  options: ServerOptions,
  listens: (url: string, process: ChildProcess) => T,
): Promise<T> {
  const args = [
    ...commonArgs(folder, options.installation),
    ...['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-telemetry', '--disable-update-check'],
    ...['--disable-getting-started-override', '--reconnection-grace-time', `${RECONNECTION_SECONDS}`],
    ...['--idle-timeout-seconds', `${IDLE_SECONDS}`],
    ...(options.automation ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  // Leader of its own process group, so that the extension hosts end with it.
  const server = spawn(options.installation.node, args, {
    env: environment(folder, options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(logFile(folder));
  server.stdout.pipe(log, { end: false });
  server.stderr.pipe(log, { end: false });
  const killAtExit = () => {
    signal(server, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killAtExit);
  server.once('exit', () => process.off('exit', killAtExit));
  const url = await Promise.race([
    listeningUrl(server.stdout),
    once(server, 'exit').then(() => undefined),
    wait(1000 * START_SECONDS, undefined, { ref: false }),
  ]);
  if (url !== undefined) return listens(url, server);
  signal(server, 'SIGKILL');
  throw new Error(`The editor's server does not start:\n${await readFile(logFile(folder), 'utf8')}`);
}

/** The address that the server prints once it listens: it chose the port. */
function listeningUrl(output: Readable): Promise<string> {
  return new Promise((found) => {
    let said = '';
    const look = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listening on (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
      if (url === undefined) return;
      output.off('data', look);
      found(url);
    };
    output.on('data', look);
  });
}

async function installExtension(folder: string, options: ServerOptions, vsix: string): Promise<void> {
  const args = [...commonArgs(folder, options.installation), '--install-extension', resolve(vsix)];
  await promisify(execFile)(options.installation.node, args, { env: environment(folder, {}) });
}

function commonArgs(folder: string, { server }: Installation): string[] {
  const folders = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
  return [server, '--config', join(folder, 'config.yaml'), ...folders];
}

/**
 * An environment by name: that of a test runner, or of a terminal within VS Code, holds variables that would change
 * what the server and the extensions do.
 */
function environment(folder: string, env: NodeJS.ProcessEnv | undefined): NodeJS.ProcessEnv {
  const { PATH, LANG, TZ } = process.env;
  const own = { HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), EXTENSIONS_GALLERY: '{}' };
  return { ...(PATH && { PATH }), ...(LANG && { LANG }), ...(TZ && { TZ }), ...own, ...env };
}

function settingsFile(folder: string): string {
  return join(folder, 'data', 'User', 'settings.json');
}

function logFile(folder: string): string {
  return join(folder, 'server.log');
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** To the whole process group, which may outlive its leader. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-pid!, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

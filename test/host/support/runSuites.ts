import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { installEditor } from '../../editor/install.mjs';
import { STAND_IN_VARIABLE, type StandInOptions } from '../../editor/standInContract';
import { readSuiteResult, TASK_VARIABLE, type SuiteResult, type SuiteTask } from './suiteResult';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const RUNNER = join(import.meta.dirname, 'mochaRunner.ts');
const STAND_IN = join(ROOT, 'test', 'editor', 'standIn.ts');
/** Within the project, so that what stays outside of the bundles is found in its node_modules. */
const BUNDLES = join(ROOT, 'test-results', 'host');

export interface SuiteOptions {
  /** TypeScript files with mocha suites. */
  readonly suites: readonly string[];
  /** The folder of the extension under test. */
  readonly extension: string;
  /** Files of the folder that the editor opens: their names and contents. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** What runs the suites in the extension host, if not the usual runner. */
  readonly runner?: string;
  /** After this long the editor is ended. */
  readonly seconds?: number;
}

/** How a run of suites ended. */
export interface SuiteRun {
  /** 0 only where every suite ran to its end and no test failed. */
  readonly code: number | undefined;
  /** Undefined where the suites did not run to their end. */
  readonly result: SuiteResult | undefined;
  /** What the extension host said; VS Code for the desktop prints it instead. */
  readonly log: string;
}

/**
 * Runs mocha suites in the extension host of a real editor: the one that `installEditor` installs, or, with
 * QUANTA_TEST_VSCODE=desktop in the environment, VS Code for the desktop, downloaded.
 * @throws Error where there is no editor
 */
export async function runSuites(options: SuiteOptions): Promise<SuiteRun> {
  const folder = await mkdtemp(join(tmpdir(), 'quanta-'));
  try {
    const workspace = await writeWorkspace(join(folder, 'workspace'), options.workspace ?? {});
    const [runner, ...suites] = await bundle([options.runner ?? RUNNER, ...options.suites]);
    const task: SuiteTask = { suites, result: join(folder, 'result.json') };
    const log = join(folder, 'log.txt');
    await writeFile(log, '');
    const editor = await editorToRun(options.seconds ?? 180, log);
    const code = await exitCode({
      ...editor.program,
      extensionDevelopmentPath: options.extension,
      extensionTestsPath: runner!,
      launchArgs: [workspace, ...profileIn(folder)],
      extensionTestsEnv: { ...editor.env, [TASK_VARIABLE]: JSON.stringify(task) },
    });
    return { code, result: readSuiteResult(task.result), log: await readFile(log, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function writeWorkspace(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** Bundles each file for the extension host, which itself provides `vscode`. */
async function bundle(files: readonly string[]): Promise<string[]> {
  const names = files.map((file) => basename(file, '.ts'));
  await build({
    entryPoints: Object.fromEntries(files.map((file, index) => [names[index]!, file])),
    outdir: BUNDLES,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    // As in esbuild.mjs.
    mainFields: ['module', 'main'],
    define: { navigator: 'undefined' },
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return names.map((name) => join(BUNDLES, `${name}.cjs`));
}

async function editorToRun(seconds: number, log: string) {
  if (process.env.QUANTA_TEST_VSCODE === 'desktop') {
    return { program: { version: 'stable', cachePath: join(ROOT, 'node_modules', '.cache', 'vscode') }, env: {} };
  }
  const editor = installEditor();
  if (!editor.ready) throw new Error(editor.reason);
  const options: StandInOptions = { installation: editor.installation, seconds, log };
  const env = {
    [STAND_IN_VARIABLE]: JSON.stringify(options),
    // The stand-in and the extension under test run on the Node that runs the tests.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  };
  return { program: { vscodeExecutablePath: await buildStandIn() }, env };
}

async function buildStandIn(): Promise<string> {
  const outfile = join(BUNDLES, 'standIn.mjs');
  await build({
    entryPoints: [STAND_IN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
  await chmod(outfile, 0o755);
  return outfile;
}

/** Keeps the desktop editor away from the user's own settings and extensions. */
function profileIn(folder: string): string[] {
  return [`--user-data-dir=${join(folder, 'data')}`, `--extensions-dir=${join(folder, 'extensions')}`];
}

async function exitCode(options: Parameters<typeof runTests>[0]): Promise<number | undefined> {
  try {
    return await runTests(options);
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code;
    throw error;
  }
}

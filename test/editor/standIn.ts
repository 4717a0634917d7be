// Takes the place of VS Code's program where a test runner starts one: understands the arguments that
// @vscode/test-electron passes, runs the tests in the extension host of the server, and exits with their code.
import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { readSuiteResult, suiteTask, TASK_VARIABLE } from '../host/support/suiteResult';
import { BrowserWindow, launchBrowser } from './browser';
import { EditorServer } from './server';
import { STAND_IN_VARIABLE, StandInExit, type StandInOptions } from './standInContract';

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true, default: [] },
    extensionTestsPath: { type: 'string' },
  },
  allowPositionals: true,
  // The test runner passes options of the desktop program, too.
  strict: false,
});

const { installation, seconds, log } = JSON.parse(process.env[STAND_IN_VARIABLE]!) as StandInOptions;
const server = await EditorServer.start({
  installation,
  automation: true,
  env: { [TASK_VARIABLE]: process.env[TASK_VARIABLE] },
});
const browser = await launchBrowser(installation);
// A test runner that is interrupted passes the signal on.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(StandInExit.interrupted));

let code: number;
try {
  code = verdict(await runTests());
} finally {
  await browser.close();
  await server.stop();
}
process.exit(code);

/** The code that the editor reports; a code of our own where the editor did not get to report one. */
async function runTests(): Promise<number> {
  const { page } = await BrowserWindow.open(browser);
  const ended = new Promise<number>((end) => {
    void page.exposeFunction('codeAutomationExit', end);
    void server.ended().then(() => end(StandInExit.serverEnded));
    page.on('crash', () => end(StandInExit.pageCrashed));
    page.on('console', (message) => {
      // The editor would start another extension host and report that all went well.
      if (/\[ExtensionHost\].*starting reconnect/.test(message.text())) end(StandInExit.extensionHostDied);
    });
    setTimeout(() => end(StandInExit.timeout), 1000 * seconds);
  });
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    appendFileSync(log, `${format(...args)}\n`);
  });
  await page.goto(address());
  return ended;
}

/** The workbench with the folder to open, the extensions under development and their tests. */
function address(): string {
  const inServer = (path: string) => `vscode-remote://${server.authority}${resolve(path)}`;
  const payload = [
    ...(values.extensionDevelopmentPath as string[]).map((path) => ['extensionDevelopmentPath', inServer(path)]),
    ['extensionTestsPath', inServer(values.extensionTestsPath as string)],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (positionals[0]) query.set('folder', resolve(positionals[0]));
  return `${server.url}/?${query.toString()}`;
}

/** The editor reports success, too, where no test has run. */
function verdict(reported: number): number {
  if (reported !== 0) return reported;
  const result = readSuiteResult(suiteTask().result);
  return result && result.passes > 0 && result.failures === 0 ? 0 : StandInExit.nothingPassed;
}

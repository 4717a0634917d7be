import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StandInExit } from '../editor/standInContract';
import { runSuites, type SuiteOptions, type SuiteRun } from './support/runSuites';

// The exit codes are those of the stand-in for the desktop editor, which does not take part then.
const onDesktop = process.env.QUANTA_TEST_VSCODE === 'desktop';

// An editor reports success where its extension host died or no test ran. Each of these runs must be seen to fail.
describe.skipIf(onDesktop)('a run of suites in the editor', () => {
  let extension: string;

  beforeAll(async () => {
    extension = await mkdtemp(join(tmpdir(), 'quanta-extension-'));
    const manifest = { name: 'empty', publisher: 'quanta', version: '1.0.0', engines: { vscode: '*' } };
    await mkdir(extension, { recursive: true });
    await writeFile(join(extension, 'package.json'), JSON.stringify(manifest));
  });
  afterAll(() => rm(extension, { recursive: true, force: true }));

  const runBroken = (name: string, options: Partial<SuiteOptions> = {}): Promise<SuiteRun> =>
    runSuites({ suites: [broken(name)], extension, ...options });

  it('tells of each test how it ended', async () => {
    const { code, result } = await runBroken('oneOfEach');
    expect(code).toBe(1);
    expect(result).toEqual({
      passes: 1,
      failures: 1,
      tests: [
        { title: 'one of each passes', state: 'passed' },
        { title: 'one of each fails', state: 'failed', error: expect.stringContaining("'another'") as string },
        { title: 'one of each is skipped', state: 'skipped' },
      ],
    });
  });

  it.each([
    ['the extension host is killed', 'killedHost'],
    ['a test ends the extension host', 'exitingHost'],
  ])('fails where %s', async (_what, name) => {
    expect(await runBroken(name)).toMatchObject({ code: StandInExit.extensionHostDied, result: undefined });
  });

  it('fails where there is no test', async () => {
    const { code, result } = await runBroken('noTest');
    expect(code).toBe(StandInExit.nothingPassed);
    expect(result).toEqual({ passes: 0, failures: 0, tests: [] });
  });

  it('fails where the runner leaves no result', async () => {
    const run = await runBroken('oneOfEach', { runner: broken('silentRunner') });
    expect(run).toMatchObject({ code: StandInExit.nothingPassed, result: undefined });
  });

  it('fails where a test never ends', async () => {
    const run = await runBroken('blockedHost', { seconds: 15 });
    expect(run).toMatchObject({ code: StandInExit.timeout, result: undefined });
  });
});

function broken(name: string): string {
  return join(import.meta.dirname, 'broken', `${name}.ts`);
}

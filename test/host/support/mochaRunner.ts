import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';
import { suiteTask, type TestResult } from './suiteResult';

/** A test of a suite in the extension host may wait for the editor. */
const TEST_SECONDS = 30;

/** Called by the editor within its extension host: runs the suites and writes what came of them. */
export async function run(): Promise<void> {
  const { suites, result } = suiteTask();
  // The reporter that prints nothing: the result file tells everything.
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 1000 * TEST_SECONDS,
    forbidOnly: true,
    reporter: Mocha.reporters.Base,
  });
  for (const suite of suites) mocha.addFile(suite);
  const tests: TestResult[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => tests.push({ title: test.fullTitle(), state: 'passed' }))
      .on('pending', (test) => tests.push({ title: test.fullTitle(), state: 'skipped' }))
      .on('fail', (test, error: Error) =>
        // Of a hook, too: then the tests after it do not run at all.
        tests.push({ title: test.fullTitle(), state: 'failed', error: error.stack ?? error.message }),
      );
  });
  const count = (state: TestResult['state']) => tests.filter((test) => test.state === state).length;
  const [passes, failures] = [count('passed'), count('failed')];
  writeFileSync(result, JSON.stringify({ passes, failures, tests }));
  if (failures > 0) throw new Error(`${failures} of ${tests.length} tests failed`);
}

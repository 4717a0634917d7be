import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup.mjs';
import { runProgram } from './programs.mjs';

/** Runs vitest with this configuration, or these of its projects; lists the skipped tests and returns the counts, with the failed tests. */
export function runVitest(config, projects = []) {
  const folder = join(ROOT, 'test-results');
  const file = join(folder, `${config.replace('.config.mts', '')}.json`);
  mkdirSync(folder, { recursive: true });
  // Should the runner die, the results of an earlier run must not be counted for this one.
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const chosen = projects.map((project) => `--project=${project}`);
  const ended = runProgram('vitest', ['run', '--config', config, ...chosen, ...reporters]);
  if (!existsSync(file)) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${config}: vitest ended without results`] };
  }
  const results = JSON.parse(readFileSync(file, 'utf8'));
  listSkipped(results.testResults);
  // A file that could not be loaded has failed without a test.
  const unloaded = results.testResults.filter((of) => of.status === 'failed' && of.assertionResults.length === 0);
  const failures = [
    ...unloaded.map(({ name, message }) => `${pathOf(name)}: ${message}`),
    ...results.testResults.flatMap(failedTests),
  ];
  // A run that ends badly without a failed test (an error outside of any) has failed all the same.
  if (failures.length === 0 && !ended) failures.push(`${config}: vitest failed outside of any test`);
  return {
    passed: results.numPassedTests,
    failed: failures.length,
    skipped: results.numPendingTests + results.numTodoTests,
    failures,
  };
}

function failedTests({ name, assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${pathOf(name)}: ${fullName}: ${failureMessages.join('\n')}`);
}

const pathOf = (name) => name.replace(`${ROOT}/`, '');

function listSkipped(files) {
  for (const { name, assertionResults } of files) {
    const skipped = assertionResults.filter(({ status }) => ['pending', 'skipped', 'todo'].includes(status));
    for (const { fullName } of skipped) console.log(`skipped: ${pathOf(name)}: ${fullName}`);
  }
}

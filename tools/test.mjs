// `npm test`: sets up, then runs every check of the project and its tests, and counts them in one last line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ROOT, setUp } from './setup.mjs';

const RESULTS = 'test-results/vitest.json';

setUp();
mkdirSync(`${ROOT}test-results`, { recursive: true });
const counts = { passed: 0, failed: 0, skipped: 0 };

/** Checks of the source; each counts as one test. */
const checks = [
  ['formatting', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['types of core', 'tsc', ['-p', 'src/core']],
  ['types', 'tsc', ['-p', '.']],
  ['dependency rules', 'depcruise', ['--output-type', 'err', 'src']],
  ['unused code', 'knip', ['--no-progress']],
];
for (const [name, program, args] of checks) {
  const passed = runProgram(program, args);
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
  counts[passed ? 'passed' : 'failed']++;
}

const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
// Should the runner die, the results of an earlier run must not be counted for this one.
rmSync(`${ROOT}${RESULTS}`, { force: true });
const testsPassed = runProgram('vitest', ['run', ...reporters]);
const results = JSON.parse(readFileSync(`${ROOT}${RESULTS}`, 'utf8'));
counts.passed += results.numPassedTests;
counts.failed += results.numFailedTests;
counts.skipped += results.numPendingTests + results.numTodoTests;
for (const { name, status, assertionResults } of results.testResults) {
  // A file that could not be loaded has failed without a test.
  if (status === 'failed' && assertionResults.length === 0) counts.failed++;
  for (const { fullName, status: ended } of assertionResults) {
    if (ended === 'pending' || ended === 'skipped') console.log(`skipped: ${name.replace(ROOT, '')}: ${fullName}`);
  }
}
// A run that ends badly without a failed test (an error outside of any) has failed all the same.
if (!testsPassed && counts.failed === 0) counts.failed = 1;

console.log(`\nquanta: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Runs a program of node_modules; true where it succeeds. */
function runProgram(name, args) {
  // On Windows it is a script, which only a shell starts, and a shell ends an unquoted path at its first space.
  const shell = process.platform === 'win32';
  const path = `${ROOT}node_modules/.bin/${name}`;
  const { status } = spawnSync(shell ? `"${path}"` : path, args, { cwd: ROOT, stdio: 'inherit', shell });
  return status === 0;
}

import { runProgram } from './programs.mjs';

/** Checks of the source; each counts as one test. */
const CHECKS = [
  ['formatting', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['types of core', 'tsc', ['-p', 'src/core']],
  ['types of the extension', 'tsc', ['-p', 'src/extension']],
  ['types of the webviews', 'tsc', ['-p', 'src/webview']],
  ['types of the tests in the editor', 'tsc', ['-p', 'test/host']],
  ['types of the tests of the webviews', 'tsc', ['-p', 'test/webview']],
  ['types', 'tsc', ['-p', '.']],
  ['dependency rules', 'depcruise', ['--output-type', 'err', 'src']],
  ['unused code', 'knip', ['--no-progress']],
];

/** Runs every check and says of each whether it passed; returns the counts. */
export function runChecks() {
  const failing = CHECKS.filter(([name, program, args]) => {
    const passed = runProgram(program, args);
    console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
    return !passed;
  });
  const failures = failing.map(([name]) => name);
  return { passed: CHECKS.length - failures.length, failed: failures.length, skipped: 0, failures };
}

import { readFileSync } from 'node:fs';

/** How a test in the editor ended. */
export interface TestResult {
  /** With the names of the suites that it is in. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Of a failed one: what went wrong, and where. */
  readonly error?: string;
}

/** What the test runner in the extension host writes when every suite has run to its end, and never before. */
export interface SuiteResult {
  readonly passes: number;
  readonly failures: number;
  readonly tests: readonly TestResult[];
}

/** The environment variable with what the runner in the extension host is to do, as JSON of `SuiteTask`. */
export const TASK_VARIABLE = 'QUANTA_TEST_TASK';

export interface SuiteTask {
  /** The bundled suites. */
  readonly suites: readonly string[];
  /** The file for the `SuiteResult`. */
  readonly result: string;
}

/** The task that this process was started for. */
export function suiteTask(): SuiteTask {
  return JSON.parse(process.env[TASK_VARIABLE]!) as SuiteTask;
}

/** The result in this file; undefined where there is none, since then the suites did not run to their end. */
export function readSuiteResult(file: string): SuiteResult | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
  } catch {
    return undefined;
  }
}

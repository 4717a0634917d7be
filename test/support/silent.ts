import type { RunReporter } from '../../src/runtime/runReporter';

const nothing = () => undefined;

/** Says nothing of a run. */
export const SILENT: RunReporter = {
  begins: nothing,
  line: nothing,
  progress: nothing,
  says: nothing,
  ends: nothing,
  fails: nothing,
};

/** The sums of what test runs count: the tests that passed, failed and were skipped, and what the failed ones said. */
export function sum(...counts) {
  const total = (kind) => counts.reduce((before, count) => before + count[kind], 0);
  const failures = counts.flatMap((count) => count.failures ?? []);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped'), failures };
}

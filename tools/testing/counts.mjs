/** The sums of what test runs count: the tests that passed, failed and were skipped. */
export function sum(...counts) {
  const total = (kind) => counts.reduce((before, count) => before + count[kind], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { runSuites } from './support/runSuites';

const ROOT = resolve(import.meta.dirname, '..', '..');
const suites = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.suite.ts'))
  .map((name) => join(import.meta.dirname, name));

// All in one editor, so that it boots once; each of their tests is reported as one here.
const { code, result, log } = await runSuites({ suites, extension: ROOT });

it('runs the suites in the editor to their end', () => {
  expect({ code, ended: result !== undefined }, log).toEqual({ code: result?.failures ? 1 : 0, ended: true });
});

for (const { title, state, error } of result?.tests ?? []) {
  it(title, ({ skip }) => {
    skip(state === 'skipped');
    if (error !== undefined) throw new Error(error);
  });
}

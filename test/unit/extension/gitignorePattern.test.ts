import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { covers, ignorePattern } from '../../../src/extension/gitignorePattern';

const folder = resolve('/work/carry');

it.each([
  ['.quanta/runs', '.quanta/'],
  ['experiments/runs', '/experiments/runs/'],
  ['..runs', '/..runs/'],
  ['.', undefined],
  ['../elsewhere', undefined],
])('keeps only the runs out of version control: %s', (runs, pattern) => {
  expect(ignorePattern(folder, join(folder, runs))).toBe(pattern);
});

it.each([
  ['.quanta/', '.quanta/', true],
  [' /.quanta ', '.quanta/', true],
  ['.quanta/**', '.quanta/', true],
  ['.quanta/runs/', '.quanta/', true],
  ['# .quanta/', '.quanta/', false],
  ['.quantal', '.quanta/', false],
  ['experiments/runs', '/experiments/runs/', true],
  ['experiments', '/experiments/runs/', false],
])('sees whether a line does that already: %s', (line, pattern, does) => {
  expect(covers(line, pattern)).toBe(does);
});

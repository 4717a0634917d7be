import { expect, test } from 'vitest';
import {
  areDisjoint,
  comparePreference,
  isInRows,
  labelText,
  ROWS,
  type Label,
} from '../../../src/core/analysis/label';
import type { TaskName } from '../../../src/core/analysis/variable';

const label = (task: TaskName, digit: number | null, relative: number | null = null): Label => ({
  task,
  digit,
  relative,
  rows: 'all',
});

test.each([
  [label('SC', 2), 'A2.SC'],
  [label('SC', 2, -1), 'A2.SC'],
  [label('SC', null, -1), 'SC δ-1'],
  [label('SS', null, 0), 'SS δ0'],
  [label('SS', null, 2), 'SS δ+2'],
  [label('OPR', null), 'OPR'],
])('a label is written as in the literature, or with its distance', (own, text) => {
  expect(labelText(own)).toBe(text);
});

test('conditions are preferred to what contains them', () => {
  const tasks: TaskName[] = ['SLT', 'SA', 'ST', 'GT', 'SGN', 'SV', 'OPR', 'SS', 'NB', 'SC'];
  const sorted = tasks.map((task) => label(task, 0)).sort(comparePreference);
  expect(sorted.map(({ task }) => task)).toEqual(['SC', 'NB', 'SS', 'SV', 'ST', 'SA', 'GT', 'OPR', 'SGN', 'SLT']);
});

test('rows are those of a class, of subtractions, or all', () => {
  const among = ROWS.map((rows) => (['S', 'M', 'N', undefined] as const).map((of) => isInRows(of, rows)));
  expect(among).toEqual([
    [true, false, false, false],
    [false, true, false, false],
    [false, false, true, false],
    [false, true, true, false],
    [true, true, true, true],
  ]);
  const disjoint = ROWS.map((a) => ROWS.filter((b) => areDisjoint(a, b)));
  expect(disjoint).toEqual([['M', 'N', 'sub'], ['S', 'N'], ['S', 'M'], ['S'], []]);
});

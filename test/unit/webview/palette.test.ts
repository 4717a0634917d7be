import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf, readableOn } from '../../../src/webview/shared/contrast';
import { assignSlots, markOf } from '../../../src/webview/shared/palette';
import { THEMES } from '../../webview/themes';

test('a name keeps its slot when others come and go', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))), (changes) => {
      let [slots, before]: [Readonly<Record<string, number>>, readonly string[]] = [{}, []];
      for (const names of changes) {
        const next = assignSlots(names, slots);
        expect(new Set(Object.values(next)).size).toBe(names.length);
        for (const name of names) if (before.includes(name)) expect(next[name]).toBe(slots[name]);
        [slots, before] = [next, names];
      }
    }),
  );
});

test('new names take the lowest slots that are free', () => {
  expect(assignSlots(['c', 'd', 'b'], { a: 0, b: 1 })).toEqual({ b: 1, c: 0, d: 2 });
});

test('28 marks differ in colour and dash, and all in their tags', () => {
  const marks = Array.from({ length: 28 }, (_, slot) => markOf(slot));
  expect(new Set(marks.map(({ colour, dash }) => `${colour} ${dash.join()}`)).size).toBe(28);
  expect(new Set(Array.from({ length: 100 }, (_, slot) => markOf(slot).tag)).size).toBe(100);
});

test.each(Object.entries(THEMES))('every colour can be told from the background: %s', (_, { variables }) => {
  const background = variables['editor-background'];
  for (let slot = 0; slot < 7; slot++) {
    expect(contrastOf(readableOn(background, markOf(slot).colour), background)).toBeGreaterThanOrEqual(3);
  }
});

test('a colour that is readable stays as it is', () => {
  expect(readableOn('#000000', '#E69F00')).toBe('#e69f00');
});

test.each([
  ['#fff', '#000', 21],
  ['#ffffffb3', 'rgb(0, 0, 0)', 21],
  ['rgba(119, 119, 119, 0.5)', '#fff', 4.48],
])('the contrast of %s and %s is %d', (a, b, ratio) => {
  expect(contrastOf(a, b)).toBeCloseTo(ratio, 2);
});

test.each(['', 'red', '#12345', 'rgb(1, x, 3)'])('%j is not a colour', (text) => {
  expect(() => contrastOf(text, '#000')).toThrow('not a colour');
});

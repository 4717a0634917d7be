import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from '../../../src/webview/shared/export/table';

test('fields with commas, quotes and line breaks are put in quotes, and lines end with CR LF', () => {
  const rows = [
    ['a', 'b,c', 1.5],
    ['say "x"', 'two\nlines', null],
    ['', "D'5", Number.NaN],
  ];
  expect(csvText({ header: ['one', 'two', 'three'], rows })).toBe(
    'one,two,three\r\na,"b,c",1.5\r\n"say ""x""","two\nlines",\r\n,D\'5,\r\n',
  );
});

test('numbers keep all their digits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const line = csvText({ header: ['x'], rows: [[value]] }).split('\r\n')[1]!;
      expect(Number(line)).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('a reader of RFC 4180 gets back what was written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      expect(parse(csvText({ header: ['x', 'y'], rows }))).toEqual([['x', 'y'], ...rows]);
    }),
  );
});

/** A reader by the grammar of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  for (let match = field.exec(text); match; match = field.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineStarts } from '../../../src/core/config/lineStarts';

it('counts lines and columns as a text of lines with any ends says', () => {
  const line = fc.stringMatching(/^[^\r\n]*$/);
  // A line feed right after a carriage return would be one line's end, not two.
  const end = fc.constantFrom('\n', '\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(line, end)), line, (ended, last) => {
      const starts = new LineStarts(ended.map(([text, ending]) => text + ending).join('') + last);
      let offset = 0;
      for (const [index, [text, ending]] of [...ended, [last, ''] as const].entries()) {
        expect(starts.placeOf(offset)).toEqual({ line: index + 1, column: 1 });
        expect(starts.placeOf(offset + text.length)).toEqual({ line: index + 1, column: text.length + 1 });
        offset += text.length + ending.length;
      }
    }),
  );
});

it('takes a lone carriage return for the end of a line', () => {
  expect(new LineStarts('a\rbc').placeOf(3)).toEqual({ line: 2, column: 2 });
});

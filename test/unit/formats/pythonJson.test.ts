import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parsePythonJson } from '../../../src/core/formats/pythonJson';

const parse = (text: string) => parsePythonJson(text, 'a.json');

describe('JSON as Python writes it', () => {
  it('is read as JSON.parse reads it, where that can', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may hold numbers that are not finite, outside texts', () => {
    expect(parse('{"a": [NaN, Infinity, -Infinity], "NaN": "Infinity, NaN"}')).toEqual({
      a: [NaN, Infinity, -Infinity],
      NaN: 'Infinity, NaN',
    });
  });

  it('has no way to a prototype', () => {
    const value = parse('{"__proto__": {"polluted": 1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['', '1:1: expected a JSON value, but the file ends here'],
    ['{"a": 1,\n "b": nan}', '2:7: "nan" is not a JSON value'],
    ['[1, 2', '1:6: expected "]", but the file ends here'],
    ['[1, 2}', '1:6: expected "]"'],
    ['{"a" 1}', '1:6: expected ":"'],
    ['{a: 1}', '1:2: expected a text in double quotes'],
    ["{'a': 1}", '1:2: expected a text in double quotes'],
    ['{"a": 1, "a": 2}', '1:13: the key "a" appears twice'],
    ['[1] 2', '1:5: expected the end of the file'],
    ['[01]', '1:3: expected "]"'],
    ['["a\nb"]', '1:2: a text has a wrong escape or a control character'],
    ['["\\x41"]', '1:2: a text has a wrong escape'],
    ['"abc', '1:1: a text is not closed'],
    ['"abc\\', '1:1: a text is not closed'],
    ['[1,]', '1:4: expected a JSON value'],
    ['\ufeff[]', '1:1: expected a JSON value'],
    ['[-]', '1:2: expected a JSON value'],
    ['['.repeat(100_000), '1:502: nested deeper than 500'],
  ])('%j is refused at its line and column', (text, message) => {
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(`a.json:${message}`);
  });
});

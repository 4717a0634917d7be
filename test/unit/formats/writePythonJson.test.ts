import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonJson } from '../../../src/core/formats/pythonJson';
import { PythonFloat, pythonJsonText } from '../../../src/core/formats/writePythonJson';

const float = (value: number) => pythonJsonText(new PythonFloat(value));

describe('JSON as Python writes it', () => {
  // From Python 3.12: json.dumps(value)
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.000012345, '1.2345e-05'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e16, '1e+16'],
    [1e15, '1000000000000000.0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [NaN, 'NaN'],
  ])('has the number %d as %s', (value, text) => {
    expect(float(value)).toBe(text);
  });

  it('says every number exactly', () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(parsePythonJson(float(value), 'a'), value)));
  });

  it('indents by four, and writes text in ASCII', () => {
    const value = { a: [1, new PythonFloat(2), null], é: {}, b: [], c: { d: 'x"\u2028', e: true } };
    // json.dumps({'a': [1, 2.0, None], 'é': {}, 'b': [], 'c': {'d': 'x"\u2028', 'e': True}}, indent=4)
    expect(pythonJsonText(value)).toBe(`{
    "a": [
        1,
        2.0,
        null
    ],
    "\\u00e9": {},
    "b": [],
    "c": {
        "d": "x\\"\\u2028",
        "e": true
    }
}`);
  });
});

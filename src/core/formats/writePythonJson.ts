import type { JsonValue } from './pythonJson';

/** A number that Python has as a float, and so writes with a point: `1.0`, where a JSON number of JavaScript's is `1`. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** What Python's json module writes. */
export type PythonValue = JsonValue | PythonFloat | readonly PythonValue[] | { readonly [key: string]: PythonValue };

/** The text of a value as Python's `json.dumps(value, indent=4)` has it. */
export function pythonJsonText(value: PythonValue): string {
  return written(value, '\n');
}

function written(value: PythonValue, lineStart: string): string {
  if (value instanceof PythonFloat) return floatText(value.value);
  if (typeof value === 'string') return escaped(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${lineStart}    `;
  const [open, close, members] = Array.isArray(value)
    ? ['[', ']', value.map((item: PythonValue) => written(item, inner))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `${escaped(key)}: ${written(item, inner)}`)];
  return members.length === 0 ? open + close : open + inner + members.join(`,${inner}`) + lineStart + close;
}

/** Python writes ASCII alone. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => {
    return unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The shortest digits that mean the number, as `repr` has them: in powers of ten below 1e-4 and from 1e16. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}

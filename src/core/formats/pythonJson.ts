import { UserError } from '../errors';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Deeper than any file we read, and shallow enough for the call stack. */
const maxDepth = 500;

/**
 * Parses JSON as Python's json module writes it: standard JSON and the numbers NaN, Infinity and -Infinity.
 * @throws UserError with file, line and column; also on a key that an object has twice
 */
export function parsePythonJson(text: string, file: string): JsonValue {
  return new JsonReader(text, file).document();
}

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const word = /-?[A-Za-z]+/y;
const words: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

class JsonReader {
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  document(): JsonValue {
    const value = this.value(0);
    this.match(blank);
    if (this.position < this.text.length) this.fail('expected the end of the file');
    return value;
  }

  private value(depth: number): JsonValue {
    if (depth > maxDepth) this.fail(`nested deeper than ${maxDepth}`);
    this.match(blank);
    const first = this.text[this.position];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    return this.scalar();
  }

  private object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>();
    this.sequence('}', () => {
      const key = this.string();
      if (members.has(key)) this.fail(`the key "${key}" appears twice`);
      this.expect(':');
      members.set(key, this.value(depth + 1));
    });
    // Defines properties, so that a key "__proto__" is a key like any other.
    return Object.fromEntries(members);
  }

  private array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.sequence(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  /** Members between commas up to `close`; the opening bracket is the next character. */
  private sequence(close: string, member: () => void): void {
    this.position++;
    if (this.takes(close)) return;
    do {
      this.match(blank);
      member();
    } while (this.takes(','));
    this.expect(close);
  }

  private string(): string {
    const start = this.position;
    if (this.text[start] !== '"') this.fail('expected a text in double quotes');
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) this.fail('a text is not closed; the file may be truncated');
    try {
      const value = JSON.parse(this.text.slice(start, end + 1)) as string;
      this.position = end + 1;
      return value;
    } catch {
      return this.fail('a text has a wrong escape or a control character');
    }
  }

  private scalar(): null | boolean | number {
    const name = this.match(word);
    if (name !== undefined) {
      const value = words.get(name);
      if (value === undefined) this.fail(`"${name}" is not a JSON value`, name.length);
      return value;
    }
    const digits = this.match(number);
    return digits === undefined ? this.fail('expected a JSON value') : Number(digits);
  }

  /** Moves past what the pattern matches here. */
  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private takes(character: string): boolean {
    this.match(blank);
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private expect(character: string): void {
    if (!this.takes(character)) this.fail(`expected "${character}"`);
  }

  /** Points `back` characters before the reading position. */
  private fail(message: string, back = 0): never {
    const at = this.position - back;
    const lines = this.text.slice(0, at).split('\n');
    const found = at < this.text.length ? '' : ', but the file ends here; it may be truncated';
    throw new UserError(`${this.file}:${lines.length}:${lines.at(-1)!.length + 1}: ${message}${found}`);
  }
}

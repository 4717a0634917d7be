import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { ConfigError, type Problem } from './configError';
import { LineStarts } from './lineStarts';

/** The way to a value: keys of objects and indices of lists. */
export type Path = readonly (string | number)[];

/** `operations.add`, `watch_neurons[1]` */
function formatPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

/** A text of JSON with comments and trailing commas, and where in it each value stands. */
export class JsoncDocument {
  readonly value: unknown;
  readonly #root: Node;
  readonly #lines: LineStarts;

  /** Throws a ConfigError that lists the errors of syntax, one per line of the text. */
  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    const errors: ParseError[] = [];
    const root = parse(file, text, errors);
    const lines = new LineStarts(text);
    if (root === undefined || errors.length > 0) throw new ConfigError(file, syntaxProblems(lines, errors));
    this.#root = root;
    this.#lines = lines;
    this.value = valueOf(root);
  }

  has(path: Path): boolean {
    return this.#find(path) !== undefined;
  }

  /** A problem at the value of a path, or at what would hold it where there is none. */
  problemAtValue(path: Path, message: string): Problem {
    const node = this.#find(path) ?? this.#find(path.slice(0, -1)) ?? this.#root;
    return this.#problemAt(node, path, message);
  }

  /** A problem at the key, rather than the value, of a path that is there. */
  problemAtKey(path: Path, message: string): Problem {
    const key = this.#find(path)?.parent?.children?.[0] ?? this.#root;
    return this.#problemAt(key, path, message);
  }

  /** What the text says at a path, for the "found …" of a message. */
  quote(path: Path): string {
    const { type, offset, length } = this.#find(path) ?? this.#root;
    const written = this.text.slice(offset, offset + length);
    const short = length <= 40 && !/[\r\n]/.test(written);
    if (type === 'array') return short ? `the list ${written}` : 'a list';
    if (type === 'object') return short ? `the object ${written}` : 'an object';
    return (type === 'string' ? 'the string ' : '') + (short ? written : `${written.slice(0, 40)}…`);
  }

  /** Keys that stand twice in one object: JSON would silently use the last. */
  duplicateKeys(): Problem[] {
    return duplicatesIn(this.#root, []).map(({ path, key, first }) => {
      const { line, column } = this.#lines.placeOf(first.offset);
      const message = `this key was already given at ${line}:${column}: remove one of the two`;
      return this.#problemAt(key, path, message);
    });
  }

  #problemAt(node: Node, path: Path, message: string): Problem {
    return { ...this.#lines.placeOf(node.offset), key: formatPath(path), message };
  }

  #find(path: Path): Node | undefined {
    return findNodeAtLocation(this.#root, [...path]);
  }
}

const syntaxMessages: Record<string, string> = {
  InvalidSymbol: 'this is not JSON: names and text stand in double quotes',
  InvalidNumberFormat: 'this is not a JSON number',
  PropertyNameExpected: 'expected a key in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon after the key',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing brace }',
  CloseBracketExpected: 'expected a closing bracket ]',
  EndOfFileExpected: 'expected the end of the file',
  UnexpectedEndOfComment: 'this comment is not closed',
  UnexpectedEndOfString: 'this text is not closed by a double quote',
  UnexpectedEndOfNumber: 'this number ends too early',
};

/** The first error of each line: what follows it there is mostly its echo. */
function syntaxProblems(lines: LineStarts, errors: readonly ParseError[]): Problem[] {
  const linesWithError = new Set<number>();
  return errors.flatMap(({ error, offset }) => {
    const place = lines.placeOf(offset);
    if (linesWithError.has(place.line)) return [];
    linesWithError.add(place.line);
    const code = printParseErrorCode(error);
    return [{ ...place, key: '', message: syntaxMessages[code] ?? `this is not valid JSON (${code})` }];
  });
}

function propertiesOf(object: Node): { key: Node; value: Node }[] {
  return (object.children ?? []).map(({ children }) => ({ key: children![0]!, value: children![1]! }));
}

// Object.fromEntries makes the key `__proto__` an ordinary one, which assignment would not.
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(propertiesOf(node).map(({ key, value }) => [key.value as string, valueOf(value)]));
}

interface Duplicate {
  readonly path: Path;
  readonly key: Node;
  readonly first: Node;
}

function duplicatesIn(node: Node, path: Path): Duplicate[] {
  if (node.type === 'array') return (node.children ?? []).flatMap((item, i) => duplicatesIn(item, [...path, i]));
  if (node.type !== 'object') return [];
  const firsts = new Map<string, Node>();
  return propertiesOf(node).flatMap(({ key, value }) => {
    const name = key.value as string;
    const first = firsts.get(name);
    const inside = [...path, name];
    if (first === undefined) firsts.set(name, key);
    return [...(first === undefined ? [] : [{ path: inside, key, first }]), ...duplicatesIn(value, inside)];
  });
}

function parse(file: string, text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for every level; what is nested this deep is no config.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(file, [{ line: 1, column: 1, key: '', message: 'nested too deeply to be read' }]);
  }
}

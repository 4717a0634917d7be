import { UserError } from '../errors';

/** A place in a text; lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong in a config file. `key` is a path such as `operations.add`, empty for the whole file. */
export interface Problem extends Place {
  readonly key: string;
  readonly message: string;
}

/** A config file is wrong; the message has one line per problem, in the order of the file. */
export class ConfigError extends UserError {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map((problem) => formatProblem(file, problem)).join('\n'));
    this.problems = sorted;
  }
}

function formatProblem(file: string, { line, column, key, message }: Problem): string {
  return `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;
}

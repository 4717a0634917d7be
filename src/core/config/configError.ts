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

/** A file of some other kind is wrong on every line: its first problems tell as much as all of them. */
const MOST_SHOWN = 20;

/**
 * A config file is wrong; the message has one line per problem, in the order of the file, for the first 20, and says
 * how many more there are.
 */
export class ConfigError extends UserError {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(formatProblems(file, sorted));
    this.problems = sorted;
  }
}

function formatProblems(file: string, problems: readonly Problem[]): string {
  const shown = problems.slice(0, MOST_SHOWN).map((problem) => formatProblem(file, problem));
  const left = problems.length - shown.length;
  if (left > 0) shown.push(`${file}: ${left} more ${left === 1 ? 'problem' : 'problems'}`);
  return shown.join('\n');
}

function formatProblem(file: string, { line, column, key, message }: Problem): string {
  return `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;
}

import * as l10n from '@vscode/l10n';
import type { TrialView } from '../../protocol/sweep';
import type { Column } from './columns';

/** What a filter lets through, and what of it is not understood. */
export interface Filter {
  readonly passes: (trial: TrialView) => boolean;
  readonly problems: readonly string[];
}

type Test = (trial: TrialView) => boolean;
type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** A comparison such as `lr<1e-3` or `state = "waiting at epoch 3"`, or a word. */
const CLAUSE = /([\w.]+)\s*(<=|>=|!=|<|>|=|:)\s*("[^"]*"|[^\s,]+)|"[^"]*"|[^\s,]+/g;

/**
 * Reads a filter: comparisons of columns, and words that any cell has, all of which must hold; `#12` is a trial by its
 * number. A column may be named by a part of its name or by the first letters of its words: `lr` is `learning_rate`.
 */
export function parseFilter(text: string, columns: readonly Column[]): Filter {
  const tests: Test[] = [];
  const problems: string[] = [];
  for (const [clause, name, operator, operand] of text.matchAll(CLAUSE)) {
    if (name === undefined) {
      tests.push(wordTest(unquoted(clause), columns));
      continue;
    }
    const column = columnNamed(name, columns);
    if (column) tests.push(comparison(column, (operator === ':' ? '=' : operator) as Operator, unquoted(operand!)));
    else problems.push(l10n.t('No column is called "{0}".', name));
  }
  return { passes: (trial) => tests.every((test) => test(trial)), problems };
}

/** The column that is called so; else the first that has such initials, begins so, or has it in its name. */
export function columnNamed(name: string, columns: readonly Column[]): Column | undefined {
  const wanted = name.toLowerCase();
  const byName = (fits: (title: string) => boolean) => columns.find(({ title }) => fits(title.toLowerCase()));
  return (
    byName((title) => title === wanted) ??
    byName((title) => initials(title) === wanted) ??
    byName((title) => title.startsWith(wanted)) ??
    byName((title) => title.includes(wanted))
  );
}

function initials(title: string): string {
  return title
    .split(/[_\s]+/)
    .map((word) => word.slice(0, 1))
    .join('');
}

function comparison(column: Column, operator: Operator, operand: string): Test {
  const number = Number(operand);
  return (trial) => {
    const value = column.valueOf(trial);
    if (value === null) return operator === '!=';
    if (typeof value === 'number' && !Number.isNaN(number)) return compares(Math.sign(value - number), operator);
    const [own, other] = [String(value).toLowerCase(), operand.toLowerCase()];
    // A state need not be written out: `state=waiting`.
    if (operator === '=') return own.includes(other);
    if (operator === '!=') return !own.includes(other);
    return compares(own < other ? -1 : own > other ? 1 : 0, operator);
  };
}

function compares(sign: number, operator: Operator): boolean {
  const answers: Readonly<Record<Operator, boolean>> = {
    '<': sign < 0,
    '<=': sign <= 0,
    '>': sign > 0,
    '>=': sign >= 0,
    '=': sign === 0,
    '!=': sign !== 0,
  };
  return answers[operator];
}

function wordTest(word: string, columns: readonly Column[]): Test {
  const number = /^#(\d+)$/.exec(word)?.[1];
  if (number !== undefined) return ({ trial }) => trial === Number(number);
  const wanted = word.toLowerCase();
  return (trial) =>
    columns.some((column) => column.textOf(trial).toLowerCase().includes(wanted)) ||
    (trial.error?.toLowerCase().includes(wanted) ?? false);
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
}

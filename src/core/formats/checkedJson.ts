import type { z } from 'zod';
import { UserError } from '../errors';
import { parsePythonJson } from './pythonJson';
import type { JsonValue } from './pythonJson';

/** A file with more problems than this is not what it should be: a list of them all would hide that. */
const maxProblems = 5;

/**
 * Parses a JSON file that Python wrote and checks it against a schema.
 * @param hint ends the message of what the schema refuses
 * @throws UserError naming the file and every key that is wrong, what was expected and what found
 */
export function parseJsonFile<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
  hint = '',
): z.output<Schema> {
  return checkJson(schema, parsePythonJson(text, file), file, hint);
}

/** As `parseJsonFile`, for a value that is parsed already. */
export function checkJson<Schema extends z.ZodType>(
  schema: Schema,
  value: JsonValue,
  file: string,
  hint = '',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describeIssue(issue, value));
  const more = problems.length > maxProblems ? `; and ${problems.length - maxProblems} more` : '';
  throw new UserError(`${file}: ${problems.slice(0, maxProblems).join('; ')}${more}${hint}`);
}

function describeIssue(issue: z.core.$ZodIssue, value: JsonValue): string {
  if (issue.code === 'unrecognized_keys') {
    return `unknown key ${issue.keys.map((key) => [...issue.path, key].join('.')).join(', ')}`;
  }
  const key = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  const expected = issue.message.replace(/^Invalid [^:.]*[:.] /, '').replace(/, received .*$/, '');
  return `${key}${expected}, found ${abbreviate(valueAt(value, issue.path))}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => (inner as Record<PropertyKey, unknown>)[key], value);
}

function abbreviate(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FIXTURES = join(__dirname, '..', 'fixtures');

/** A fixture's JSON, of the type that the test declares for it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a fixture has no type of its own
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as T;
}

/** All numbers of nested lists, in order; text such as "Infinity" becomes the number it names. */
export function flat(nested: unknown): number[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested)];
}

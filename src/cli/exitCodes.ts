import { UserError } from '../core/errors';

/** Exit codes of every command. */
export const EXIT = { done: 0, failure: 1, wrongInput: 2, interrupted: 130 } as const;

/** The exit code for what a command threw. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UserError ? EXIT.wrongInput : EXIT.failure;
}

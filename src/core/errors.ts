/**
 * The user's input is wrong: a file, a config, a question or an argument. The message says what was wrong, where,
 * and what to do about it; the command line prints it without a stack trace and exits with 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

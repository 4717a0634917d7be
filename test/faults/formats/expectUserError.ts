import { expect } from 'vitest';
import { messageOf, UserError } from '../../../src/core/errors';

/** Expects a refusal that a user can act on: never a crash of our own or a result. */
export async function expectUserError(attempt: Promise<unknown>, message: RegExp): Promise<void> {
  const error: unknown = await attempt.then(
    () => new Error('was accepted'),
    (thrown: unknown) => thrown,
  );
  expect(messageOf(error)).toMatch(message);
  expect(error).toBeInstanceOf(UserError);
}

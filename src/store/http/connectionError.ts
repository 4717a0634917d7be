import { messageOf, UserError } from '../../core/errors';
import { pause } from '../pause';

/** A server was not reached, or did not say all: another try may succeed. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

const NO_PROXY_ON_THE_WAY = 'behind a proxy, HTTPS_PROXY must name it';

/**
 * What went wrong with a connection, with what may help: Node's own messages are sparse, and some are empty. A
 * certificate that is not trusted will not be at the next try.
 *
 * @param place the server, for people, such as `https://api.nuget.org`
 * @param hint what may help where it cannot be reached at all
 */
export function connectionError(
  place: string,
  error: unknown,
  hint = NO_PROXY_ON_THE_WAY,
): ConnectionError | UserError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const text = `${place}: ${messageOf(error) || code || 'the connection failed'}`;
  if (/CERT|SIGNATURE/.test(code)) {
    return new UserError(`${text} (where a proxy signs for servers, NODE_EXTRA_CA_CERTS must name its certificate)`);
  }
  return new ConnectionError(UNREACHABLE.has(code) ? `${text} (${hint})` : text, { cause: error });
}

const UNREACHABLE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'ETIMEDOUT']);

/** Before the second, third, … try in a row. */
export const PAUSES_IN_MILLISECONDS: readonly number[] = [500, 1000, 2000, 4000];

/** Tries again, after a while, what a connection that failed was the end of. */
export async function tryAgain<T>(
  action: () => Promise<T>,
  signal: AbortSignal | undefined,
  pauses: readonly number[],
): Promise<T> {
  for (const milliseconds of pauses) {
    try {
      return await action();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ConnectionError)) throw error;
      await pause(milliseconds, signal);
    }
  }
  return action();
}

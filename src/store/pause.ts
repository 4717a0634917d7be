import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits for a while.
 * @throws the signal's reason when it is aborted
 */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../core/errors';
import { cannotWrite } from '../atomicFile';
import { thisMachine } from '../displayState';
import { FileLock } from '../fileLock';
import { pause } from '../pause';

/** Held by the process that changes what is in the folder. */
const INSTALLATION_LOCK = '.lock';

const PAUSE_MILLISECONDS = 300;
const HEARTBEAT_MILLISECONDS = 5000;

/**
 * Waits until no other process installs into a folder, which is made where it is missing, and holds it for this one.
 *
 * @param onWait called when another process is waited for
 * @returns what gives it up
 * @throws the signal's reason; UserError where nothing can be written there
 */
export async function holdInstallation(
  folder: string,
  signal: AbortSignal | undefined,
  onWait: () => void,
): Promise<() => Promise<void>> {
  let lock = await take(folder);
  if (!lock) onWait();
  while (!lock) {
    await pause(PAUSE_MILLISECONDS, signal);
    lock = await take(folder);
  }
  const held = lock;
  const timer = setInterval(() => void held.renew().catch(() => undefined), HEARTBEAT_MILLISECONDS);
  return async () => {
    clearInterval(timer);
    await held.release();
  };
}

async function take(folder: string): Promise<FileLock | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return await FileLock.tryTake(join(folder, INSTALLATION_LOCK), thisMachine);
  } catch (error) {
    throw new UserError(`${cannotWrite(folder, error).message}; QUANTA_HOME names another place to keep it`);
  }
}

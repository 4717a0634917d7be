import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../core/errors';

/**
 * The folder of what Quanta keeps for a user beyond single workspaces: `QUANTA_HOME`, else `quanta` in the XDG data
 * home (`XDG_DATA_HOME`, else `~/.local/share`). The command line and the processes that an editor starts agree on it.
 *
 * @throws UserError where `QUANTA_HOME` is relative: it would mean another folder in every directory
 */
export function quantaHome(environment: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  const { QUANTA_HOME, XDG_DATA_HOME } = environment;
  if (QUANTA_HOME) {
    if (isAbsolute(QUANTA_HOME)) return QUANTA_HOME;
    throw new UserError(`QUANTA_HOME: expected an absolute path, found ${QUANTA_HOME}`);
  }
  // The standard has relative ones ignored.
  const data = XDG_DATA_HOME && isAbsolute(XDG_DATA_HOME) ? XDG_DATA_HOME : join(home, '.local', 'share');
  return join(data, 'quanta');
}

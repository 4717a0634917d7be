import type { Installation } from './install.mjs';

/** The environment variable with the `StandInOptions`, as JSON. */
export const STAND_IN_VARIABLE = 'QUANTA_TEST_EDITOR';

/** What the stand-in for the desktop editor needs besides the arguments that the desktop editor takes, too. */
export interface StandInOptions {
  readonly installation: Installation;
  /** After this long the editor is ended. */
  readonly seconds: number;
  /** The file for what the extension host said. */
  readonly log: string;
}

/** What the stand-in exits with where it is not the editor's own verdict. */
export const StandInExit = {
  /** Or does not answer any more. */
  extensionHostDied: 70,
  /** The editor says that all went well, but no test passed. */
  nothingPassed: 71,
  pageCrashed: 72,
  serverEnded: 73,
  timeout: 124,
  interrupted: 130,
} as const;

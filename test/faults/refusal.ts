import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from 'vitest';
import { exitCodeOf } from '../../src/cli/exitCodes';
import { messageOf } from '../../src/core/errors';
import { openRun } from '../../src/runtime/openRun';
import { CLI } from '../support/buildOnce';
import { CONFIG } from './trainingFolder';

/**
 * What `quanta train` says to refuse a training folder's config, less the folder's path. It is asked in this process:
 * the command line does no more than print the message and exit with the code.
 */
export async function refusalOf(folder: string): Promise<string> {
  const runsFolder = join(folder, '.quanta', 'runs');
  const nowhere = join(folder, 'nowhere');
  const error: unknown = await openRun(
    { config: join(folder, CONFIG), run: undefined, runsFolder },
    {
      provider: undefined,
      program: [process.execPath, CLI],
      folders: { workspace: folder, hubCache: nowhere, bundled: nowhere },
      quantaVersion: 'test',
      now: new Date(),
    },
  ).catch((thrown: unknown) => thrown);
  expect(error, 'was accepted').toBeInstanceOf(Error);
  const message = messageOf(error).replaceAll(folder + sep, '');
  expect(exitCodeOf(error), message).toBe(2);
  expect(message).not.toMatch(/^ +at /m);
  expect(existsSync(runsFolder)).toBe(false);
  return message;
}

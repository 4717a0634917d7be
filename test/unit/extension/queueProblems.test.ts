import { mkdir, readFile, rmdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { NodeError } from '../../../src/extension/training/nodeError';
import { readStatus } from '../../../src/store/statusFile';
import { names, openQueue } from './queueFixture';

describe('a queue that cannot start a run', () => {
  it('marks a run that cannot be started, says so nowhere else, and goes on with the next one', async () => {
    const { queue, processes, problems, workspace, enqueue, stateOf, launches } = await openQueue();
    queue.paused = true;
    const [first, second] = [await enqueue('a'), await enqueue('b')];
    processes.failures.set('a', new UserError(`cannot train in ${workspace}: there is no such folder any more`));
    queue.paused = false;
    await launches(1);
    await queue.whenIdle();
    const error = `cannot train in ${workspace}: there is no such folder any more`;
    expect(await readStatus(first)).toMatchObject({ state: 'failed', error });
    const log = await readFile(join(first, 'log.txt'), 'utf8');
    expect(log.replace(/^\S+Z /, '')).toBe(`Failed: ${error}\n`);
    expect(await stateOf(second)).toBe('running');
    expect(problems).toEqual([]);

    processes.failures.clear();
    await queue.resume(first);
    await processes.end(second, { state: 'done' });
    await launches(2);
    expect(names(processes.launched)).toEqual(['b', 'a']);
  });

  it.each(['none is found', 'it does not start'])(
    'lets all runs wait for a Node where %s, and says so once',
    async (how) => {
      const { queue, processes, problems, enqueue, settle, stateOf, launches } = await openQueue();
      queue.paused = true;
      const directories = [await enqueue('a'), await enqueue('b')];
      const error = new NodeError('there is no Node here');
      if (how === 'none is found') processes.unprepared = error;
      else processes.failures.set('a', error);
      queue.paused = false;
      await settle();
      expect(problems).toEqual([new UserError('there is no Node here; queued runs wait until this is mended')]);
      expect(await Promise.all(directories.map(stateOf))).toEqual(['queued', 'queued']);

      processes.unprepared = undefined;
      processes.failures.clear();
      await settle();
      expect(processes.launched).toEqual([]);
      queue.proceed();
      await launches(1);
      expect(names(processes.launched)).toEqual(['a']);
    },
  );

  it('tells once of what keeps it from deciding, instead of trying again and again', async () => {
    const { queue, runsFolder, processes, problems, enqueue, settle, launches } = await openQueue();
    queue.paused = true;
    await enqueue('a');
    // Nothing that a lock could take the place of.
    const lock = join(runsFolder, '.queue.lock');
    await mkdir(lock);
    await utimes(lock, 0, 0);
    queue.paused = false;
    await settle();
    expect(problems.map(String)).toEqual([expect.stringMatching(/; queued runs wait until this is mended$/)]);
    expect(processes.launched).toEqual([]);
    await rmdir(lock);
    queue.proceed();
    await launches(1);
  });
});

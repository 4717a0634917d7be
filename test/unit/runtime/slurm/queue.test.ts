import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnansweredError } from '../../../../src/runtime/slurm/failures';
import { isAlive, Queue } from '../../../../src/runtime/slurm/queue';
import { FIXTURES } from '../../../support/json';

const recorded = (name: string) => readFileSync(join(FIXTURES, 'slurm', name), 'utf8');
const NO_EXIT = { code: 0, signal: 0 };

/** A record with the fields that every version has. */
const record = (fields: object) => ({ job_id: 12, name: 'a', job_state: 'PENDING', state_reason: 'None', ...fields });
const queueOf = (...jobs: object[]) => Queue.parse(JSON.stringify({ jobs: jobs.map(record) }));

describe('the queue of Slurm', () => {
  it('is read as Slurm 22.05 writes it: tasks that run, and those of the same array that wait', () => {
    // sbatch --array=0-7%3, on a node of four CPUs.
    const queue = Queue.parse(recorded('queue_22_05.json'));
    for (const index of [0, 1, 2]) {
      expect(queue.task(1, index)).toEqual({ state: 'RUNNING', reason: null, node: 'vm', exit: NO_EXIT });
    }
    for (const index of [3, 4, 5, 6, 7]) {
      const waits = { state: 'PENDING', reason: 'JobArrayTaskLimit', node: null, exit: NO_EXIT };
      expect(queue.task(1, index)).toEqual(waits);
    }
    expect(queue.task(1, 8)).toBeUndefined();
    // The number that the second task has for itself.
    expect(queue.task(3, 1)).toBeUndefined();
    expect(queue.named('a.sh')).toBe(1);
    expect(queue.named('b.sh')).toBeUndefined();
  });

  it('is no empty one where Slurm 22.05 could not ask its controller', () => {
    expect(() => Queue.parse(recorded('no_controller_22_05.json'))).toThrow(UnansweredError);
  });

  it('is read as later versions write it: numbers as objects, states as lists', () => {
    const number = (value: number | null) => ({ set: value !== null, infinite: false, number: value ?? 0 });
    const queue = queueOf(
      {
        job_id: 13,
        array_job_id: number(12),
        array_task_id: number(0),
        array_task_string: '',
        job_state: ['FAILED'],
        state_reason: 'NonZeroExitCode',
        nodes: 'n1',
        exit_code: {
          status: ['SIGNALED'],
          return_code: number(0),
          signal: { id: number(9), name: 'KILL' },
        },
      },
      { job_id: 14, array_job_id: number(12), array_task_id: number(1), job_state: ['CANCELLED', 'COMPLETING'] },
      { array_job_id: number(12), array_task_id: number(null), array_task_string: '2,4-8:2%3', job_state: ['PENDING'] },
    );
    expect(queue.task(12, 0)).toEqual({
      state: 'FAILED',
      reason: 'NonZeroExitCode',
      node: 'n1',
      exit: { code: 0, signal: 9 },
    });
    expect(queue.task(12, 1)).toMatchObject({ state: 'COMPLETING' });
    const waiting = [2, 3, 4, 5, 6, 7, 8, 10].filter((index) => queue.task(12, index)?.state === 'PENDING');
    expect(waiting).toEqual([2, 4, 6, 8]);
  });

  it('takes whatever is not named for waiting where a long list of tasks is cut off', () => {
    const queue = queueOf({ array_job_id: 12, array_task_id: null, array_task_string: '[0,2,4,...]' });
    expect(queue.task(12, 99)).toMatchObject({ state: 'PENDING' });
  });

  it('tells an exit code from a signal', () => {
    const ends = (exit_code: number) => queueOf({ array_job_id: 12, array_task_id: 0, exit_code }).task(12, 0)!.exit;
    expect(ends(256)).toEqual({ code: 1, signal: 0 });
    expect(ends(9)).toEqual({ code: 0, signal: 9 });
  });

  it('tells tasks that may go on from those that have ended', () => {
    const of = (state: string) => isAlive({ state, reason: null, node: null, exit: NO_EXIT });
    expect(['PENDING', 'RUNNING', 'COMPLETING', 'SUSPENDED', 'REQUEUED', 'CONFIGURING'].every(of)).toBe(true);
    expect(['COMPLETED', 'CANCELLED', 'FAILED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY'].some(of)).toBe(false);
  });

  it('is refused in an unknown form', () => {
    expect(() => Queue.parse('slurm_load_jobs error')).toThrow();
    expect(() => Queue.parse('{"jobs": [{"id": 1}]}')).toThrow();
  });
});

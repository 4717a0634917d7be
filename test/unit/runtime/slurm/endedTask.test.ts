import { describe, expect, it } from 'vitest';
import { afterEnd, type EndedTask } from '../../../../src/runtime/slurm/endedTask';

interface Ending {
  readonly state?: string;
  readonly reason?: string | null;
  readonly code?: number;
  readonly signal?: number;
}

const after = ({ state = 'FAILED', reason = null, code = 0, signal = 0 }: Ending, rest: Partial<EndedTask> = {}) =>
  afterEnd({
    id: '7_1',
    end: { state, reason, node: 'n1', exit: { code, signal } },
    progressed: false,
    losses: 0,
    log: 'x.log',
    hasLog: true,
    lastLine: undefined,
    ...rest,
  });

describe('trials of a task that ended without them', () => {
  it.each(['TIMEOUT', 'NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL', 'DEADLINE'])(
    'are submitted again after %s, once without progress',
    (state) => {
      expect(after({ state }, { progressed: true, losses: 1 })).toMatchObject({ again: true, losses: 0 });
      expect(after({ state })).toMatchObject({ again: true, losses: 1 });
      expect(after({ state }, { losses: 1 })).toMatchObject({ again: false });
    },
  );

  it.each([{ signal: 9 }, { code: 137 }, { code: 130 }])('are submitted again once after a signal: %o', (ending) => {
    expect(after(ending, { progressed: true })).toMatchObject({ again: true, losses: 1 });
    // What kills it each time would do so for ever.
    expect(after(ending, { progressed: true, losses: 1 })).toMatchObject({ again: false });
  });

  it('are submitted again once where Slurm has forgotten the task', () => {
    expect(after({}, { end: undefined })).toMatchObject({ again: true, losses: 1 });
    expect(after({}, { end: undefined, losses: 1 })).toMatchObject({ again: false });
  });

  it('have failed where somebody cancelled it', () => {
    const error = 'the Slurm task 7_1 was cancelled';
    expect(after({ state: 'CANCELLED' })).toEqual({ again: false, error, cancelled: true });
  });

  it.each([
    [{ state: 'OUT_OF_MEMORY' }, {}, /7_1 on n1 used more memory .*x\.log\nallow it more/],
    [{ reason: 'JobLaunchFailure', signal: 53 }, { hasLog: false }, /could not be started .*\n.* all nodes .* share$/],
    [
      { reason: 'NonZeroExitCode', code: 2 },
      { lastLine: 'no such file' },
      /exit code 2\) .*; no such file – see x\.log$/,
    ],
    [{ reason: 'BadConstraints', code: 1 }, { hasLog: false }, /BadConstraints.*x\.log\nno node of the partition/],
    [{ state: 'COMPLETED' }, {}, /ended \(COMPLETED, exit code 0\) without saying what became of the trial/],
    [{ state: 'TIMEOUT' }, { losses: 1 }, /was lost \(its time was over\).*\ngive it more with "slurm.time"$/],
  ] as const)('have failed, with what to do about it: %o', (ending, rest, message) => {
    expect(after(ending, rest)).toEqual({ again: false, error: expect.stringMatching(message) as string });
  });
});

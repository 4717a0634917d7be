import { describe, expect, it } from 'vitest';
import { displayState, isProcessGone, thisMachine, type Observer } from '../../../src/store/displayState';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { sampleStatus } from './runSamples';

const observer = (secondsLater: number, alive: boolean, host = 'laptop'): Observer => ({
  host,
  now: () => new Date(Date.parse(sampleStatus.heartbeat) + secondsLater * 1000),
  isProcessAlive: (pid) => alive && pid === sampleStatus.pid,
});
const withState = (state: RunStatus['state']): RunStatus => ({ ...sampleStatus, state });

describe('displayState', () => {
  it.each(['running', 'stopping'] as const)('calls a run that is %s dead once its process is', (state) => {
    expect(displayState(withState(state), observer(29.9, true))).toBe(state);
    expect(displayState(withState(state), observer(1, false))).toBe('dead');
    expect(displayState(withState(state), observer(30, true))).toBe('dead');
  });

  it('lets a run wait for ever, whatever becomes of the process that queued it', () => {
    expect(displayState(withState('queued'), observer(1e6, false))).toBe('queued');
  });

  it('knows the processes of its own host only', () => {
    expect(displayState(sampleStatus, observer(29.9, false, 'cluster'))).toBe('running');
    expect(displayState(sampleStatus, observer(30, false, 'cluster'))).toBe('dead');
  });

  it.each(['stopped', 'done', 'failed'] as const)('leaves a run %s for ever', (state) => {
    expect(displayState(withState(state), observer(1e6, false))).toBe(state);
  });
});

describe('isProcessGone', () => {
  it('is certain of the processes of its own host only, however old their heartbeats are', () => {
    expect(isProcessGone(sampleStatus, observer(1, false))).toBe(true);
    expect(isProcessGone(sampleStatus, observer(1e6, true))).toBe(false);
    expect(isProcessGone(sampleStatus, observer(1e6, false, 'cluster'))).toBe(false);
  });
});

describe('thisMachine', () => {
  it('sees this process, one of another user, and none where there is none', () => {
    expect(thisMachine.isProcessAlive(process.pid)).toBe(true);
    expect(thisMachine.isProcessAlive(1)).toBe(true);
    // Larger than any pid that Linux, macOS or Windows gives.
    expect(thisMachine.isProcessAlive(2 ** 30)).toBe(false);
  });
});

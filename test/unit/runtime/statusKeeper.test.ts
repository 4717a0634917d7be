import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatusKeeper } from '../../../src/runtime/statusKeeper';
import { RunLock } from '../../../src/store/runLock';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { writeStatus } from '../../../src/store/statusFile';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleStatus } from '../store/runSamples';

// Fake clocks do not wait for a real disk, so what would be written is recorded here.
vi.mock('../../../src/store/statusFile', { spy: true });
const write = vi.mocked(writeStatus);

const written = () => write.mock.calls.map(([, status]) => status);
const progress = sampleStatus.progress!;
const result = { score: 0.5, loss: 0.25, density: 0.125, neurons_used: 500, best_epoch: 1 };

async function startKeeper() {
  const folder = await temporaryFolder();
  const observer = { host: 'here', now: () => new Date(), isProcessAlive: () => true };
  const lock = await RunLock.take(folder, observer);
  const renewed = vi.spyOn(lock, 'renew').mockResolvedValue();
  return { folder, keeper: await StatusKeeper.start(folder, lock), renewed };
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-09T12:00:00.000Z') });
  write.mockReset().mockResolvedValue();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('StatusKeeper', () => {
  it('says from the start, and every two seconds, that the process lives', async () => {
    const { folder, renewed } = await startKeeper();
    expect(write.mock.calls).toMatchObject([[folder, { state: 'running', pid: process.pid, progress: null }]]);
    await vi.advanceTimersByTimeAsync(6000);
    expect(written().map(({ heartbeat }) => heartbeat)).toEqual([
      '2026-03-09T12:00:00.000Z',
      '2026-03-09T12:00:02.000Z',
      '2026-03-09T12:00:04.000Z',
      '2026-03-09T12:00:06.000Z',
    ]);
    expect(renewed).toHaveBeenCalledTimes(3);
  });

  it('writes progress with the next heartbeat, and no sooner', async () => {
    const { keeper } = await startKeeper();
    keeper.progress(progress);
    await vi.advanceTimersByTimeAsync(1999);
    expect(written()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(written().at(-1)).toMatchObject({ state: 'running', progress });
  });

  it('writes at once that the run is stopping, and repeats it', async () => {
    const { keeper } = await startKeeper();
    await keeper.stopping();
    await vi.advanceTimersByTimeAsync(2000);
    expect(written().map(({ state }) => state)).toEqual(['running', 'stopping', 'stopping']);
  });

  it('writes the end with the last progress, and nothing after it', async () => {
    const { keeper, renewed } = await startKeeper();
    keeper.progress(progress);
    await keeper.end('done', result, null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written()).toHaveLength(2);
    expect(written().at(-1)).toMatchObject({ state: 'done', progress, result, error: null });
    expect(renewed).not.toHaveBeenCalled();
  });

  it('lets a slow heartbeat finish before it writes the end', async () => {
    const { keeper } = await startKeeper();
    const onDisk: RunStatus['state'][] = [];
    write.mockImplementation(async (_folder, { state }) => {
      await new Promise((done) => setTimeout(done, state === 'running' ? 5000 : 10));
      onDisk.push(state);
    });
    await vi.advanceTimersByTimeAsync(2000);
    const ended = keeper.end('failed', null, 'the disk is full');
    await vi.advanceTimersByTimeAsync(10_000);
    await ended;
    expect(onDisk).toEqual(['running', 'failed']);
  });

  it('goes on after a heartbeat that could not be written', async () => {
    const { keeper } = await startKeeper();
    write.mockRejectedValueOnce(new Error('the disk is full'));
    await vi.advanceTimersByTimeAsync(4000);
    expect(written()).toHaveLength(3);
    await keeper.end('stopped', null, null);
    expect(written().at(-1)!.state).toBe('stopped');
  });
});

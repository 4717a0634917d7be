import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { killRun } from '../../../src/extension/training/endRun';
import { thisMachine } from '../../../src/store/displayState';
import { writeStatus } from '../../../src/store/statusFile';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleStatus } from '../store/runSamples';

const LONG_AGO = '2026-03-09T12:05:00.000Z';
const notOurs = () => false;

/** A process that only a signal ends. */
async function startProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await once(child, 'spawn');
  return { pid: child.pid!, isRunning: () => child.exitCode === null && child.signalCode === null };
}

async function runOf(pid: number, status: Partial<RunStatus> = {}): Promise<string> {
  const directory = await temporaryFolder();
  const heartbeat = new Date().toISOString();
  await writeStatus(directory, { ...sampleStatus, host: thisMachine.host, heartbeat, pid, ...status });
  return directory;
}

describe('killing a run', () => {
  it.each(['running', 'stopping'] as const)('ends its process while it is %s', async (state) => {
    const process = await startProcess();
    await killRun(await runOf(process.pid, { state }), thisMachine, notOurs);
    expect(process.isRunning()).toBe(false);
  });

  it('ends a process that hangs where it is known to be the run’s', async () => {
    const process = await startProcess();
    const directory = await runOf(process.pid, { heartbeat: LONG_AGO });
    await expect(killRun(directory, thisMachine, notOurs)).rejects.toThrow('may be another one by now');
    expect(process.isRunning()).toBe(true);
    await killRun(directory, thisMachine, (pid) => pid === process.pid);
    expect(process.isRunning()).toBe(false);
  });

  it.each<[string, Partial<RunStatus>, RegExp]>([
    ['of another machine', { host: 'cluster' }, /is on cluster: end it there/],
    ['that waits', { state: 'queued' }, /no process to kill: this run is queued/],
    ['that is done', { state: 'done' }, /no process to kill: this run is done/],
  ])('is refused for a run %s', async (_, status, message) => {
    const process = await startProcess();
    const killing = killRun(await runOf(process.pid, status), thisMachine, () => true);
    await expect(killing).rejects.toMatchObject({ name: 'UserError' });
    await expect(killing).rejects.toThrow(message);
    expect(process.isRunning()).toBe(true);
  });

  it('is refused where the process is gone', async () => {
    const directory = await runOf(2 ** 30);
    await expect(killRun(directory, thisMachine, () => true)).rejects.toThrow('is gone already');
  });
});

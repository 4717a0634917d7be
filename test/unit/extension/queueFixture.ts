import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { RunQueue } from '../../../src/extension/training/runQueue';
import type { Launch, Launcher } from '../../../src/extension/training/startRun';
import type { TrainingProcess } from '../../../src/extension/training/trainingProcess';
import type { ProcessExit } from '../../../src/store/deadRun';
import type { Observer } from '../../../src/store/displayState';
import { RunCollection } from '../../../src/store/runCollection';
import { stemOfRunId } from '../../../src/store/runDirectory';
import { writeRunFile } from '../../../src/store/runFile';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleRun, sampleStatus } from '../store/runSamples';

export const HOST = 'here';

/** What runs are called of these ids. */
export const names = (ids: readonly string[]) => ids.map(stemOfRunId);

interface FakeProcess {
  readonly pid: number;
  readonly directory: string;
  readonly exit: (exit: ProcessExit) => void;
}

/** Processes that exist in the tests' minds: what they write, and when they end, the tests decide. */
class FakeProcesses implements Launcher {
  readonly alive = new Map<number, FakeProcess>();
  /** Ids of the runs in the order in which they were launched. */
  readonly launched: string[] = [];
  /** What launches of the runs of a config fail with, by its name. */
  readonly failures = new Map<string, Error>();
  /** What the next launches cannot be prepared for. */
  unprepared: Error | undefined;

  /** When launches can be prepared. */
  ready: Promise<void> = Promise.resolve();

  async prepare(): Promise<Launch> {
    await this.ready;
    if (this.unprepared) throw this.unprepared;
    return (directory) => this.launch(directory);
  }

  private launch(directory: string): Promise<TrainingProcess> {
    const failure = this.failures.get(stemOfRunId(basename(directory)));
    if (failure) return Promise.reject(failure);
    const pid = 1_000_000 + this.launched.length;
    this.launched.push(basename(directory));
    const exit = new Promise<ProcessExit>((resolve) => this.alive.set(pid, { pid, directory, exit: resolve }));
    return Promise.resolve({ pid, exit });
  }

  /** Ends the process of a run, after it has said how it stands where a status is given. */
  async end(directory: string, status?: Partial<RunStatus>): Promise<void> {
    const process = [...this.alive.values()].find((each) => each.directory === directory);
    if (!process) throw new Error(`nothing trains ${directory}`);
    if (status) await writeStatus(directory, { ...(await readStatus(directory)), ...status });
    this.alive.delete(process.pid);
    process.exit(status ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' });
  }
}

/** A window with a queue on a folder of runs. */
export async function openQueue(now: () => Date = () => new Date()) {
  const workspace = await temporaryFolder();
  const runsFolder = join(workspace, 'runs');
  const processes = new FakeProcesses();
  const others = new Set<number>();
  const observer: Observer = {
    host: HOST,
    now,
    isProcessAlive: (pid) => pid === process.pid || others.has(pid) || processes.alive.has(pid),
  };
  const runs = new RunCollection(observer);
  await runs.setFolders([runsFolder]);
  const queue = new RunQueue(runs, processes, observer);
  const problems: unknown[] = [];
  queue.onProblem((problem) => problems.push(problem));
  queue.paused = false;
  onTestFinished(async () => {
    await queue.dispose();
    runs.dispose();
  });

  const enqueue = (name: string, keys: object = {}) => {
    const text = JSON.stringify({ kind: 'sae', model: 'mix', ...keys });
    return queue.enqueue({ file: join(workspace, `${name}.quanta.json`), text }, { runsFolder, workspace });
  };
  /** Makes a run that another program has begun. */
  const makeRun = async (id: string, status: Partial<RunStatus>, device = 0) => {
    const directory = join(runsFolder, id);
    await mkdir(directory, { recursive: true });
    await writeRunFile(directory, { ...sampleRun, device });
    const heartbeat = now().toISOString();
    await writeStatus(directory, { ...sampleStatus, host: HOST, heartbeat, ...status });
    return directory;
  };
  const stateOf = async (directory: string) => (await readStatus(directory)).state;
  /** Waits until so many runs were launched, in all, and the queue holds nothing any more for the last of them. */
  const launches = async (count: number) => {
    await vi.waitUntil(() => processes.launched.length >= count, 10_000);
    await queue.whenIdle();
  };
  /** Looks at the folder as the collection does by itself, and lets the queue do all that it would. */
  const settle = async () => {
    for (let look = 0; look < 3; look++) {
      await runs.refresh();
      await queue.whenIdle();
    }
  };
  return {
    queue,
    runs,
    runsFolder,
    workspace,
    processes,
    others,
    problems,
    observer,
    enqueue,
    makeRun,
    stateOf,
    launches,
    settle,
  };
}

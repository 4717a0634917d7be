import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { isActive } from '../../src/core/run/activity';
import { NodeFinder, type EditorProcess } from '../../src/extension/training/nodeFinder';
import { RunQueue } from '../../src/extension/training/runQueue';
import { TrainingLauncher } from '../../src/extension/training/trainingLauncher';
import { thisMachine } from '../../src/store/displayState';
import { RunCollection } from '../../src/store/runCollection';
import type { RunSummary } from '../../src/store/runList';
import { readStatus } from '../../src/store/statusFile';
import { CLI } from '../support/buildOnce';
import { CONFIG } from './trainingFolder';

/** Longer than any run of these tests takes on a busy machine. */
const LIMIT_MILLISECONDS = 50_000;

/** What an editor's window has, less the window: the runs of a workspace's folder, and their queue. */
export class Window {
  readonly runsFolder: string;
  readonly queue: RunQueue;
  readonly runs: RunCollection;
  readonly problems: unknown[] = [];

  private constructor(
    private readonly workspace: string,
    editor: EditorProcess,
    nodePath: string,
  ) {
    this.runsFolder = join(workspace, '.quanta', 'runs');
    // Models that this machine's user has downloaded must not be found.
    const environment = { ...editor.env, HF_HUB_CACHE: workspace };
    const launcher = new TrainingLauncher(CLI, new NodeFinder(editor), () => nodePath, environment);
    this.runs = new RunCollection(thisMachine, launcher.exitOf);
    this.queue = new RunQueue(this.runs, launcher);
    this.queue.onProblem((problem) => this.problems.push(problem));
  }

  /** Opens a window on a workspace, which closes with the test; its training processes end then, too. */
  static async open(workspace: string, editor: EditorProcess = process, nodePath = ''): Promise<Window> {
    const window = new Window(workspace, editor, nodePath);
    onTestFinished(() => window.close());
    await window.runs.setFolders([window.runsFolder]);
    window.runs.watch();
    window.queue.paused = false;
    return window;
  }

  /** Queues a config of the workspace; its text may be another than the file's. */
  async enqueue(keys: object): Promise<string> {
    const text = JSON.stringify({ kind: 'sae', model: 'tiny.pth', ...keys });
    const { runsFolder, workspace } = this;
    return this.queue.enqueue({ file: join(workspace, CONFIG), text }, { runsFolder, workspace });
  }

  /** Waits until a run's status is such, and returns it. */
  async when(directory: string, isSo: (run: RunSummary) => boolean): Promise<RunSummary> {
    const found = () => [this.runs.get(directory)].find((run) => run !== undefined && isSo(run));
    await vi.waitUntil(found, LIMIT_MILLISECONDS).catch(async (cause: unknown) => {
      const status = JSON.stringify(await readStatus(directory));
      throw new Error(`${directory} is ${status}; problems: ${this.problems.map(String).join(', ')}`, { cause });
    });
    return found()!;
  }

  /** Waits until a run is over. */
  async ended(directory: string): Promise<RunSummary> {
    return this.when(directory, ({ state }) => !isActive(state) && state !== 'dead');
  }

  private async close(): Promise<void> {
    await this.queue.dispose();
    await this.runs.refresh();
    this.runs.dispose();
    for (const { status, state } of this.runs.all) {
      if (status && isActive(state) && state !== 'queued') killIfThere(status.pid);
    }
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

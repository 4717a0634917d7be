// A program that does what an editor's window does with runs, to be killed as windows are:
// node windowProgram.cjs WORKSPACE CLI KEYS…, one text of keys for each run to queue.
import { join } from 'node:path';
import { NodeFinder } from '../../src/extension/training/nodeFinder';
import { RunQueue } from '../../src/extension/training/runQueue';
import { TrainingLauncher } from '../../src/extension/training/trainingLauncher';
import { thisMachine } from '../../src/store/displayState';
import { RunCollection } from '../../src/store/runCollection';

const [workspace, cli, ...texts] = process.argv.slice(2) as [string, string, ...string[]];

async function openWindow(): Promise<void> {
  const runsFolder = join(workspace, '.quanta', 'runs');
  const launcher = new TrainingLauncher(cli, new NodeFinder(), () => process.execPath);
  const runs = new RunCollection(thisMachine, launcher.exitOf);
  const queue = new RunQueue(runs, launcher);
  queue.onProblem((problem) => console.error(problem));
  await runs.setFolders([runsFolder]);
  for (const text of texts) {
    await queue.enqueue({ file: join(workspace, 'a.quanta.json'), text }, { runsFolder, workspace });
  }
  queue.paused = false;
  runs.watch();
  console.log('open');
}

// A window stays open until it is closed.
setInterval(() => undefined, 1000);
void openWindow();

import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A folder to open: a folder to copy, or the files in it by name, with their contents. */
export type WorkspaceSource = string | Readonly<Record<string, string>>;

/** Makes a new folder with these files. */
export async function makeWorkspace(source: WorkspaceSource): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'quanta-workspace-')));
  if (typeof source === 'string') {
    await cp(source, folder, { recursive: true });
    return folder;
  }
  for (const [name, content] of Object.entries(source)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}

/** Removes the folder, and first ends the training processes in it: they outlive the editor by design. */
export async function removeWorkspace(folder: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (let pids = processesOn(folder); pids.length > 0 && Date.now() < deadline; pids = processesOn(folder)) {
    for (const pid of pids) kill(pid);
    await wait(50);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** The processes that were started with a path in this folder. */
function processesOn(folder: string): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(`${folder}/`)).map((line) => Number.parseInt(line, 10));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

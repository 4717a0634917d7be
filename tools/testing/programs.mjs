import { spawnSync } from 'node:child_process';
import { ROOT } from '../setup.mjs';

/** Runs a program of node_modules; true where it succeeds. */
export function runProgram(name, args) {
  // On Windows it is a script, which only a shell starts, and a shell ends an unquoted path at its first space.
  const shell = process.platform === 'win32';
  const path = `${ROOT}node_modules/.bin/${name}`;
  const { status } = spawnSync(shell ? `"${path}"` : path, args, { cwd: ROOT, stdio: 'inherit', shell });
  return status === 0;
}

// What `npm start` and `npm test` do first: dependencies as the lockfile says, and the programs in dist/.
// Node's own modules only, since nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LEAST_NODE = [20, 19];
const STAMP = `${ROOT}node_modules/.quanta-lock`;

/** Runs a program to its end; stops this one with the same exit code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs the dependencies where the lockfile has changed since the last time, and builds. */
export function setUp() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    console.error(`Quanta needs Node ${LEAST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const lock = createHash('sha256')
    .update(readFileSync(`${ROOT}package-lock.json`))
    .digest('hex');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
    console.log('Installing dependencies …');
    // npm is a script on Windows, which only a shell starts.
    run('npm', ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' });
    writeFileSync(STAMP, lock);
  }
  run(process.execPath, ['esbuild.mjs']);
}

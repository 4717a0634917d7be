// Installs Slurm from Debian's packages, and starts it as a cluster of one node on this machine, for the tests of sweeps
// on clusters. Says in one line why it cannot where it cannot. Node's own modules only, as in tools/setup.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Debian's packages, each with a program of it. */
const PROGRAMS = [
  ['munge', '/usr/sbin/munged'],
  ['slurmctld', '/usr/sbin/slurmctld'],
  ['slurmd', '/usr/sbin/slurmd'],
  ['slurm-client', '/usr/bin/squeue'],
];
const START_SECONDS = 30;

/** As declared in slurm.d.mts. */
export function installSlurm() {
  if (process.platform !== 'linux') {
    return { ready: false, reason: `Slurm runs on Linux only, and this is ${process.platform}` };
  }
  // Its daemons start the tasks of any user, this one's among them, and may therefore only be started by root.
  if (process.getuid() !== 0) return { ready: false, reason: 'only root can start the daemons of Slurm' };
  const missing = missingPackages();
  if (missing.length === 0) return { ready: true };
  if (!isInPath('apt-get')) return { ready: false, reason: `${missing.join(', ')} missing, which come with Debian` };
  console.log('Installing Slurm for the tests …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (status !== 0) return { ready: false, reason: `apt-get ${args[0]} failed: ${reasonIn(stdout + stderr)}` };
  }
  const still = missingPackages();
  return still.length === 0
    ? { ready: true }
    : { ready: false, reason: `${still.join(', ')} have other programs here` };
}

function missingPackages() {
  return PROGRAMS.filter(([, program]) => !existsSync(program)).map(([name]) => name);
}

function isInPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function reasonIn(output) {
  const lines = output.split('\n').filter((line) => line.startsWith('E: '));
  return lines[0]?.slice(3) ?? 'it said nothing';
}

/** As declared in slurm.d.mts. */
export async function startSlurm() {
  const folder = mkdtempSync(join(tmpdir(), 'quanta-slurm-'));
  const [controllerPort, nodePort] = await freePorts(2);
  const host = hostname().split('.')[0];
  for (const name of ['state', 'spool', 'munge']) mkdirSync(join(folder, name));
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration({ folder, host, controllerPort, nodePort }));
  // Slurm believes in a GPU that has a file.
  for (const gpu of ['gpu0', 'gpu1']) writeFileSync(join(folder, gpu), '');
  writeFileSync(join(folder, 'gres.conf'), `NodeName=${host} Name=gpu File=${folder}/gpu[0-1]\n`);
  writeFileSync(join(folder, 'munge', 'key'), randomBytes(128), { mode: 0o600 });
  const env = { ...process.env, SLURM_CONF: conf };
  const daemons = new Map();
  const start = (name) => {
    const log = openSync(join(folder, `${name}.log`), 'a');
    // Should this process be killed, its daemons end, too.
    const args = ['--pdeathsig', 'KILL', ...commandOf(name, { folder, host, conf })];
    daemons.set(name, spawn('setpriv', args, { env, stdio: ['ignore', log, log] }));
  };
  const end = async (name) => {
    const daemon = daemons.get(name);
    daemons.delete(name);
    if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
    daemon.kill('SIGTERM');
    const timer = setTimeout(() => daemon.kill('SIGKILL'), 5000);
    await once(daemon, 'exit');
    clearTimeout(timer);
  };
  const stop = async () => {
    // Without a controller to tell of its end, the process that watches over a task would wait for one for ever.
    if (daemons.has('munged') && !daemons.has('slurmctld')) start('slurmctld');
    spawnSync('scancel', ['--signal=KILL', '--full', '--user=root'], { env });
    spawnSync('scancel', ['--user=root'], { env });
    await until('an end', () => jobs(env) === '').catch(() => undefined);
    for (const name of ['slurmctld', 'slurmd', 'munged']) await end(name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    start('munged');
    await until('munged', () => existsSync(join(folder, 'munge', 'socket')));
    start('slurmctld');
    start('slurmd');
    await until('the node', () => nodeState(env) === 'idle');
  } catch (error) {
    await stop();
    throw error;
  }
  return { conf, host, start, end, stop };
}

function commandOf(name, { folder, host, conf }) {
  const munge = join(folder, 'munge');
  const commands = {
    munged: [
      '--foreground',
      '--force',
      `--key-file=${join(munge, 'key')}`,
      `--socket=${join(munge, 'socket')}`,
      `--pid-file=${join(munge, 'pid')}`,
      `--log-file=${join(munge, 'log')}`,
      `--seed-file=${join(munge, 'seed')}`,
    ],
    slurmctld: ['-D', '-f', conf],
    slurmd: ['-D', '-f', conf, '-N', host],
  };
  return [`/usr/sbin/${name}`, ...commands[name]];
}

/** A node of as many CPUs as the tests have tasks at once, whatever the machine has; everything on the loopback. */
function configuration({ folder, host, controllerPort, nodePort }) {
  return `ClusterName=quanta
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket,cred_expire=5
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
ReturnToService=2
SlurmdParameters=config_overrides
MailProg=/bin/true
EnforcePartLimits=ALL
MaxArraySize=33
MinJobAge=300
KillWait=10
GresTypes=gpu
NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 Gres=gpu:2 State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=60 State=UP
PartitionName=closed Nodes=ALL MaxTime=60 State=DOWN
PartitionName=others Nodes=ALL MaxTime=60 AllowGroups=nogroup State=UP
`;
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

function nodeState(env) {
  const { status, stdout } = spawnSync('sinfo', ['--noheader', '--partition=debug', '--format=%T'], {
    env,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

function jobs(env) {
  return spawnSync('squeue', ['--noheader'], { env, encoding: 'utf8' }).stdout;
}

async function until(what, isThere) {
  for (let waited = 0; !isThere(); waited += 0.1) {
    if (waited > START_SECONDS) throw new Error(`${what} of the Slurm of the tests did not start`);
    await wait(100);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ready, reason } = installSlurm();
  console.log(ready ? 'Slurm is installed.' : reason);
  process.exitCode = ready ? 0 : 1;
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installSlurm, startSlurm, type SlurmCluster } from '../../tools/testing/slurm.mjs';
import { SweepFolder, until } from './sweepFolder';

const slurm = installSlurm();
const [isMissing, why] = slurm.ready ? [false, ''] : [true, ` (${slurm.reason})`];

const EIGHT = { space: { encoding_dim: [4, 6, 8, 10], learning_rate: [0.001, 0.003] }, slurm: { array_width: 8 } };
/** Trials that still train when they have been looked at, and something has been done to their cluster. */
const TWO = { space: { encoding_dim: [4, 8] }, num_batches: 3000, slurm: { array_width: 2 } };
const done = (trials: number) => Array.from({ length: trials }, () => 'done');

describe.skipIf(isMissing)(`a sweep on a Slurm cluster${why}`, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
  });
  afterAll(() => cluster.stop());

  it('trains eight trials, of which one is cancelled and one killed, and says how each of their tasks stands', async () => {
    const folder = await SweepFolder.make(cluster, EIGHT);
    const sweep = folder.start();
    const seen = Array.from({ length: 8 }, () => new Set<string>());
    const watch = setInterval(() => {
      for (const [trial, states] of seen.entries()) {
        const job = folder.job(trial);
        if (job) states.add(`${job.id.split('_')[1]!} ${job.state} ${job.node ?? ''}`.trim());
      }
    }, 50);

    const pid = await folder.untilTraining(0);
    const [first, cancelled] = [folder.job(0)!.id, folder.job(1)!.id];
    // The node has four CPUs.
    const reason = expect.stringMatching(/^(Resources|Priority)$/) as string;
    expect(folder.job(7)).toMatchObject({ state: 'PENDING', reason, node: null });
    process.kill(pid, 'SIGKILL');
    await folder.untilTraining(1);
    await folder.slurm('scancel', cancelled);
    const { code, stderr } = await sweep.exit;
    clearInterval(watch);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(['done', `failed: the Slurm task ${cancelled} was cancelled`, ...done(6)]);
    expect(folder.log()).toContain(`Slurm task ${first}: it was ended by signal 9; its trials are submitted again`);
    expect(folder.submitted).toHaveLength(2);
    expect(folder.log(0)).toMatch(/Resumed at step [1-9]/);
    expect(folder.job(0)).toMatchObject({ state: 'COMPLETED', reason: null, node: cluster.host });
    expect(folder.job(0)!.id).not.toBe(first);
    expect(folder.job(1)).toMatchObject({ id: cancelled, state: 'CANCELLED', node: cluster.host });
    const { host } = cluster;
    // The one that was killed has failed as task 0 of the first job, and begins again as task 0 of the second.
    expect([...seen[0]!]).toEqual(
      expect.arrayContaining(['0 PENDING', `0 RUNNING ${host}`, `0 FAILED ${host}`, `0 COMPLETED ${host}`]),
    );
    for (const trial of [2, 3, 4, 5, 6, 7]) {
      const said = [...seen[trial]!].filter((state) => !state.includes('COMPLETING'));
      expect(said).toEqual([`${trial} PENDING`, `${trial} RUNNING ${host}`, `${trial} COMPLETED ${host}`]);
    }
  });

  it('goes on by itself where its node fails, and Slurm puts the task back into its queue', async () => {
    const folder = await SweepFolder.make(cluster, TWO);
    const sweep = folder.start();
    await folder.untilTraining(0);
    await folder.untilTraining(1);
    const { id } = folder.job(0)!;
    await folder.slurm('scontrol', 'update', `nodename=${cluster.host}`, 'state=down', 'reason=test');
    await until('the trial waits again', () => folder.job(0)?.state === 'PENDING');
    await folder
      .slurm('scontrol', 'update', `nodename=${cluster.host}`, 'state=resume')
      .catch(() => 'it has come back');
    expect(await sweep.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(done(2));
    expect(folder.job(0)).toEqual({ id, state: 'COMPLETED', reason: null, node: cluster.host });
    expect(folder.submitted).toHaveLength(1);
    for (const trial of [0, 1]) expect(folder.log(trial)).toMatch(/Resumed at step [1-9]/);
  });

  it.each(['knew', 'did not know'])('finds its job again after being killed when it %s the number', async (knew) => {
    const folder = await SweepFolder.make(cluster, TWO);
    const first = folder.start();
    await folder.untilTraining(1);
    first.kill('SIGKILL');
    await first.exit;
    const path = join(folder.directory, 'packs', '0.job.json');
    const job = JSON.parse(await readFile(path, 'utf8')) as object;
    if (knew === 'did not know') await writeFile(path, JSON.stringify({ ...job, job: null }));

    expect(await folder.start().exit).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(done(2));
    expect(folder.submitted).toEqual(['0.job.json']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(job);
    for (const trial of [0, 1]) {
      expect(folder.job(trial)!.state).toBe('COMPLETED');
      expect(folder.log(trial)).not.toContain('Resumed');
    }
  });

  it('stops with checkpoints, waits for nothing, and goes on where it was', async () => {
    const folder = await SweepFolder.make(cluster, {
      ...EIGHT,
      slurm: { array_width: 2 },
      limits: { trials: 4 },
      together: 2,
      // Longer than it takes to stop them.
      num_epochs: 16,
    });
    const sweep = folder.start();
    await folder.untilTraining(0);
    sweep.kill('SIGTERM');
    expect(await sweep.exit).toMatchObject({ code: 130, stderr: '' });
    expect(await folder.states()).toEqual(Array.from({ length: 4 }, () => 'stopped'));
    expect(await folder.slurm('squeue', '--noheader')).toBe('');
    expect(await folder.start().exit).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(done(4));
    expect(folder.log(0)).toMatch(/Resumed at step [1-9]/);
  });

  it('goes on while the controller is away', async () => {
    const folder = await SweepFolder.make(cluster, TWO);
    const sweep = folder.start();
    await folder.untilTraining(0);
    await cluster.end('slurmctld');
    await until('the sweep misses the controller', () =>
      folder.log().includes("the cluster's controller does not answer"),
    );
    cluster.start('slurmctld');
    expect(await sweep.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(done(2));
    expect(folder.submitted).toHaveLength(1);
    expect(folder.job(0)!.state).toBe('COMPLETED');
  });
});

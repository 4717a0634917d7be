import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installSlurm, startSlurm, type SlurmCluster } from '../../tools/testing/slurm.mjs';
import { temporaryFolder } from '../support/temporaryFolder';
import { SweepFolder } from './sweepFolder';

const slurm = installSlurm();
const [isMissing, why] = slurm.ready ? [false, ''] : [true, ` (${slurm.reason})`];

const SPACE = { encoding_dim: [4, 8] };

describe.skipIf(isMissing)(`what a Slurm cluster refuses${why}`, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
  });
  afterAll(() => cluster.stop());

  const sweepWith = (keys: object) => SweepFolder.make(cluster, { space: SPACE, num_batches: 5, ...keys });

  it.each([
    [{ partition: 'nosuch' }, 'Invalid partition name specified', '"slurm.partition" has to be one that sinfo lists'],
    [{ time: '2:00:00' }, 'Requested time limit is invalid', 'make "slurm.time" no longer than the time limit'],
    [{ gpus: 3 }, 'Requested node configuration is not available', 'look at "slurm.gpus"'],
  ])('says what to change where it is asked for %o', async (keys, theirs, ours) => {
    const folder = await sweepWith({ slurm: keys });
    const { code, stderr } = await folder.start().exit;
    expect(code).toBe(2);
    expect(stderr).toContain(`Slurm did not take the job: `);
    expect(stderr).toContain(theirs);
    expect(stderr).toContain(ours);
  });

  it('says so of more tasks than an array may have', async () => {
    const space = { sparsity_target: { min: 0.01, max: 0.5 }, batch_size: Array.from({ length: 40 }, (_, i) => i + 2) };
    const keys = { space, batch_size: undefined, strategy: 'random', slurm: { array_width: 40 } };
    const { code, stderr } = await (await sweepWith(keys)).start().exit;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Invalid job array specification') as string,
    });
    expect(stderr).toContain('make "slurm.array_width" or "together" smaller');
  });

  it('says so where there is no Slurm, or no cluster', async () => {
    const folder = await sweepWith({});
    // All that this machine has beside Slurm.
    const programs = await temporaryFolder();
    await symlink(process.execPath, join(programs, 'node'));
    const { code, stderr } = await folder.start({ PATH: programs }).exit;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('squeue: there is no such program here') as string,
    });

    await cluster.end('slurmctld');
    const away = await folder.start().exit;
    cluster.start('slurmctld');
    expect(away.code).toBe(2);
    expect(away.stderr).toContain("the cluster's controller does not answer: try again later");
  });

  it('says so of a job that would wait for ever', async () => {
    const folder = await sweepWith({ slurm: { time: '50', array_width: 1 }, num_batches: 4000 });
    const sweep = folder.start();
    await folder.untilTraining(0);
    await folder.slurm('scontrol', 'update', 'partitionname=debug', 'maxtime=10');
    await folder.slurm('scontrol', 'requeue', folder.job(0)!.id);
    const { code, stderr } = await sweep.exit;
    await folder.slurm('scontrol', 'update', 'partitionname=debug', 'maxtime=60');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Slurm took the job and would never start it: PartitionTimeLimit') as string,
    });
    expect(stderr).toContain('make "slurm.time" no longer than the time limit of the partition');
    expect(folder.job(0)!.state).toBe('CANCELLED');
    expect(await folder.slurm('squeue', '--noheader')).toBe('');
  });

  it('fails with the line that the set-up printed, and trains once that is put right', async () => {
    const folder = await sweepWith({ slurm: { setup: 'module load nosuch' } });
    const { code, stderr } = await folder.start().exit;
    expect(code).toBe(2);
    expect(stderr).toMatch(/the Slurm task \d+_\d on .* ended \(FAILED, NonZeroExitCode, exit code 1\)/);
    expect(stderr).toContain('the line slurm.setup of the config failed – see');
    expect(folder.job(0)).toMatchObject({ state: 'FAILED', reason: 'NonZeroExitCode', node: cluster.host });
    await folder.configure({ space: SPACE, num_batches: 5, slurm: { setup: 'true # } \' " $(', gpus: 1, time: '5' } });
    expect(await folder.start({}, true).exit).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.states()).toEqual(['done', 'done']);
  });
});

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { batchArguments, batchScript } from '../../../../src/runtime/slurm/batchJob';
import { explainFailure, slurmError, UnansweredError, whyHopeless } from '../../../../src/runtime/slurm/failures';

const JOB = { name: 'quanta-a', first: 40, tasks: 3, job: null };
const hasBash = process.platform !== 'win32';

describe('a job for Slurm', () => {
  it('is asked for with what the config says, and no more', () => {
    const of = (slurm: object) => batchArguments('/a 100%', JOB, slurm);
    expect(of({})).toEqual([
      '--job-name=quanta-a',
      '--array=0-2',
      '--nodes=1',
      '--ntasks=1',
      '--requeue',
      '--open-mode=append',
      '--chdir=/a 100%',
      '--output=/a 100%%/packs/40.task%a.log',
      '/a 100%/packs/40.sh',
    ]);
    expect(of({ partition: 'gpu', gpus: 2, time: '1-0', array_width: 4 })).toEqual(
      expect.arrayContaining(['--array=0-2%4', '--partition=gpu', '--gres=gpu:2', '--time=1-0']),
    );
    expect(of({ gpus: 0 }).join(' ')).not.toContain('gpu');
  });

  it.runIf(hasBash)('starts its program whatever paths consist of, after the set-up line', () => {
    const odd = `it's "$(exit 3)" \`100%\` \\ ;`;
    const print = [process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];
    const script = batchScript(odd, JOB, { setup: 'export SEEN=1 # }' }, print);
    const env = { ...process.env, SLURM_ARRAY_TASK_ID: '2' };
    const said = execFileSync('bash', ['-c', script], { env, encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual(['sweep', odd, '--pack', '42']);
    const failing = batchScript(odd, JOB, { setup: 'false' }, print);
    expect(() => execFileSync('bash', ['-c', failing], { env, stdio: 'pipe' })).toThrow(/slurm\.setup/);
  });
});

describe("Slurm's refusals", () => {
  it.each([
    [
      'invalid partition specified: a\nsbatch: error: Batch job submission failed: Invalid partition name specified',
      /sinfo lists/,
    ],
    ['Batch job submission failed: Requested time limit is invalid (missing or exceeds some limit)', /slurm\.time/],
    ['Batch job submission failed: Invalid account or account/partition combination specified', /SBATCH_ACCOUNT/],
    ['Batch job submission failed: Invalid qos specification', /SBATCH_QOS/],
    ['Invalid generic resource (gres) specification', /slurm\.gpus/],
    ['Batch job submission failed: Invalid job array specification', /MaxArraySize/],
    ["Batch job submission failed: User's group not permitted to use this partition", /may not use this partition/],
    ['Batch job submission failed: Required partition not available (inactive or drain)', /takes no jobs now/],
    [
      "Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      /account may have/,
    ],
    ['Batch job submission failed: Access/permission denied', /does not let you submit/],
    ['Batch job submission failed: Requested node configuration is not available', /no node of the partition/],
    ['fatal: Could not establish a configuration source', /knows of no cluster/],
    ['Batch job submission failed: Protocol authentication error', /does not know this machine/],
  ])('are told in its words and ours: %s', (printed, help) => {
    const [theirs, ours] = explainFailure(`sbatch: error: ${printed}`).split('\n');
    expect(theirs).toContain(printed.split(': ').at(-1));
    expect(theirs).not.toContain('sbatch: error');
    expect(ours).toMatch(help);
  });

  it('stay as they are where nothing is known of them', () => {
    expect(explainFailure('sbatch: error: out of luck\n')).toBe('out of luck');
  });

  it('are told from a controller that does not answer', () => {
    const printed = 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)';
    expect(slurmError('x', printed)).toBeInstanceOf(UnansweredError);
    expect(slurmError('x', 'sbatch: error: Invalid qos specification')).not.toBeInstanceOf(UnansweredError);
  });

  it('come as reasons to wait for ever, too', () => {
    expect(whyHopeless('PartitionTimeLimit')).toMatch(/^PartitionTimeLimit\n.*slurm\.time/);
    expect(whyHopeless('InvalidAccount')).toMatch(/^InvalidAccount\n.*SBATCH_ACCOUNT/);
    for (const reason of [null, 'Resources', 'Priority', 'JobArrayTaskLimit', 'BeginTime', 'PartitionDown']) {
      expect(whyHopeless(reason)).toBeUndefined();
    }
  });
});

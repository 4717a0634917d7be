import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerTrial } from '../../src/core/sweep/ledger';
import type { LedgerLine } from '../../src/core/sweep/ledgerLine';
import { readStatus } from '../../src/store/statusFile';
import { sweepPaths } from '../../src/store/sweepDirectory';
import { readBestFile } from '../../src/store/sweepFiles';
import { readSweepLedger } from '../../src/store/sweepLedger';
import { runCli, startCli, type CliProcess } from '../support/cli';
import { SWEEP_CONFIG, sweepFolder } from '../support/temporarySweeps';

const KILLS = 25;
/** Packs are other ones after a kill: float32 adds up in another order. */
const TOLERANCE = 1e-4;

const SWEEPS = {
  grid: {
    space: { learning_rate: [1e-2, 3e-3, 1e-3], encoding_dim: [6, 7, 8], l1_weight: [0, 1e-3] },
    encoding_dim: undefined,
    together: 3,
    num_batches: 30,
    num_epochs: 6,
  },
  halving: {
    space: { learning_rate: { min: 1e-4, max: 1e-1, scale: 'log' } },
    strategy: 'random',
    halving: {},
    limits: { trials: 12 },
    together: 3,
    num_batches: 30,
    num_epochs: 9,
  },
};

/** When to kill: so long after the process has started, or has added so many lines to the ledger. */
interface Moment {
  readonly lines: number;
  readonly milliseconds: number;
}

/**
 * A round of three trials is six lines, however slow the machine. A process takes half a second to start, and a round a
 * quarter of a second.
 */
function randomMoments(seed: number): Moment[] {
  const moment = fc.oneof(
    { arbitrary: fc.record({ lines: fc.constant(0), milliseconds: fc.integer({ min: 0, max: 1000 }) }), weight: 1 },
    {
      arbitrary: fc.record({ lines: fc.integer({ min: 1, max: 12 }), milliseconds: fc.integer({ min: 0, max: 150 }) }),
      weight: 4,
    },
  );
  return fc.sample(moment, { seed, numRuns: KILLS });
}

describe('a sweep that is killed again and again', () => {
  it.each([
    ['grid', 3],
    ['halving', 4],
  ] as const)(
    'repeats nothing, and comes to what an undisturbed one does: %s',
    { timeout: 300_000 },
    async (name, seed) => {
      const cwd = await sweepFolder(SWEEPS[name]);
      expect(await runCli(['sweep', SWEEP_CONFIG, '--dir', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
      const expected = await resultOf(join(cwd, 'undisturbed'));

      const moments = randomMoments(seed);
      let amidst = 0;
      for (let sweep = 0; moments.length > 0; sweep++) {
        const directory = join(cwd, `sweep${sweep}`);
        const finished = new Finished(directory);
        while (!(await isDone(directory))) {
          const begun = statSync(sweepPaths(directory).sweep, { throwIfNoEntry: false }) !== undefined;
          const process = startCli(['sweep', ...(begun ? [] : [SWEEP_CONFIG]), '--dir', directory], { cwd });
          const moment = moments[0];
          if (moment && (await killAt(moment, directory, process))) {
            moments.shift();
            const { trials } = await readSweepLedger(directory);
            if (trials.some(({ state }) => state !== 'running')) amidst++;
          } else expect(await process.exit).toMatchObject({ code: 0, stderr: '' });
          await finished.check();
        }
        expectSame(await resultOf(directory), expected);
      }
      // Most kills come when there is something to repeat.
      expect(amidst).toBeGreaterThan(KILLS / 2);
    },
  );
});

/** Kills a process that runs the sweep in a directory; false where it ended before. */
async function killAt({ lines, milliseconds }: Moment, directory: string, process: CliProcess): Promise<boolean> {
  const path = sweepPaths(directory).ledger;
  const linesNow = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 1);
  const before = linesNow();
  while (process.isRunning() && linesNow() < before + lines) await wait(2);
  await wait(milliseconds);
  const hit = process.isRunning();
  process.kill('SIGKILL');
  await process.exit;
  return hit;
}

/** The trials of a sweep that were finished at some time: nothing of them may change any more. */
class Finished {
  private readonly hashes = new Map<string, string>();

  constructor(private readonly directory: string) {}

  /** Checks the ledger, and those that were finished before. */
  async check(): Promise<void> {
    const { trials, problems } = await readSweepLedger(this.directory);
    expect(problems).toEqual([]);
    for (const [run, hash] of this.hashes) expect(hashOf(join(this.directory, run)), run).toBe(hash);
    for (const { state, run } of trials) {
      if (state === 'done' && !this.hashes.has(run)) this.hashes.set(run, hashOf(join(this.directory, run)));
    }
    const { ledger } = sweepPaths(this.directory);
    // A last line without its end never happened.
    const lines = (await readFile(ledger, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const done = lines.map((line) => JSON.parse(line) as LedgerLine).filter(({ state }) => state === 'done');
    expect(new Set(done.map(({ trial }) => trial)).size).toBe(done.length);
  }
}

/** What a folder's files are called and contain, and when they were written. */
function hashOf(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const name of names) {
    const stats = statSync(join(folder, name));
    hash.update(`${name} ${stats.mtimeMs}`).update(stats.isFile() ? readFileSync(join(folder, name)) : '');
  }
  return hash.digest('hex');
}

async function resultOf(directory: string) {
  const { trials } = await readSweepLedger(directory);
  const best = await readBestFile(directory);
  return { trials, best: best.trials.map(({ trial }) => trial) };
}

type Result = Awaited<ReturnType<typeof resultOf>>;

function expectSame(found: Result, expected: Result): void {
  const exact = ({ trial, key, parameters, state, round, rungs, run }: LedgerTrial) => {
    return { trial, key, parameters, state, round, run, epochs: rungs.map(({ epoch }) => epoch) };
  };
  expect(found.trials.map(exact)).toEqual(expected.trials.map(exact));
  expect(found.best).toEqual(expected.best);
  for (const [i, { objective }] of found.trials.entries()) {
    const loss = expected.trials[i]!.objective!.loss!;
    expect(Math.abs(objective!.loss! - loss) / loss, `trial ${i}`).toBeLessThan(TOLERANCE);
  }
}

async function isDone(directory: string): Promise<boolean> {
  const status = await readStatus(directory).catch(() => undefined);
  return status?.state === 'done';
}

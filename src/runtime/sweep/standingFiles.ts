import type { ResolvedSweep } from '../../core/config/resolveSweep';
import { bestFile, type BestFile } from '../../core/sweep/bestFile';
import { importances } from '../../core/sweep/importance';
import type { ImportanceFile } from '../../core/sweep/importanceFile';
import type { LedgerTrial } from '../../core/sweep/ledger';
import { minimised } from '../../core/sweep/objectives';
import { writeBestFile, writeImportanceFile } from '../../store/sweepFiles';
import type { OpenSweep } from './openSweep';

/** A Gaussian process of more takes too long. */
const MOST_TRIALS = 300;
/** One of these takes a fraction of a second. */
const FEW_TRIALS = 50;
/** Of more it is told again when there are so many times as many, so that it takes a small part of the time. */
const GROWTH = 1.1;

/** Keeps `best.json` and `importance.json` of a sweep up to date with its ledger. */
export class StandingFiles {
  private told = 0;

  constructor(private readonly open: Pick<OpenSweep, 'directory' | 'sweep' | 'ledger'>) {}

  /**
   * Brings them up to date.
   *
   * @param isLast whether no more trials are trained for now
   */
  async write(isLast: boolean): Promise<BestFile> {
    const { directory, sweep, ledger } = this.open;
    const { trials } = ledger.ledger;
    const best = bestFile(trials, sweep.objectives);
    await writeBestFile(directory, best);
    const done = trials.filter(({ state }) => state === 'done');
    const isWorth = done.length <= FEW_TRIALS || done.length >= GROWTH * this.told || isLast;
    if (done.length !== this.told && isWorth) {
      await writeImportanceFile(directory, importanceOf(sweep, done));
      this.told = done.length;
    }
    return best;
  }
}

function importanceOf({ space, objectives }: ResolvedSweep, done: readonly LedgerTrial[]): ImportanceFile {
  const latest = done.toSorted((a, b) => b.ended! - a.ended!).slice(0, MOST_TRIALS);
  const entries = objectives.map((name) => {
    const measured = latest.flatMap(({ parameters, objective }) => {
      const values = objective && minimised(objective, [name]);
      return values ? [{ parameters, value: values[0]! }] : [];
    });
    const found = importances(
      space,
      measured.map(({ parameters }) => parameters),
      measured.map(({ value }) => value),
    );
    return [name, found.toSorted((a, b) => b.total - a.total)] as const;
  });
  return { trials: latest.length, objectives: Object.fromEntries(entries) };
}

import { join } from 'node:path';
import { askedSweep } from '../../core/run/askedConfig';
import { isActive } from '../../core/run/activity';
import { rankedTrials } from '../../core/sweep/ranking';
import { LedgerTail } from '../../store/ledgerTail';
import type { RunSummary } from '../../store/runList';
import { searchedKeys } from '../sweep/sweepText';
import type { TrialNode } from './trialItems';

/** A sweep may have thousands, which no tree shows well; the sweep explorer has them all. */
const MOST_SHOWN = 100;

/** The trials of sweeps as a tree shows them: read when they are asked for, and no more of a ledger than is new in it. */
export class TrialLists {
  private readonly ledgers = new Map<string, LedgerTail>();

  /** The trials of a sweep, the best first, and how many more there are. */
  async of(sweep: RunSummary): Promise<{ readonly shown: readonly TrialNode[]; readonly more: number }> {
    const { directory } = sweep;
    const ledger = this.ledgers.get(directory) ?? new LedgerTail(directory);
    this.ledgers.set(directory, ledger);
    await ledger.read();
    const search = askedSweep(sweep.sweep?.config ?? sweep.request?.config);
    const objectives = search?.objectives ?? [];
    const keys = search ? searchedKeys(search.space) : [];
    const ranked = rankedTrials(ledger.ledger.trials, objectives);
    const shown = ranked.slice(0, MOST_SHOWN).map(({ trial, isBest }) => ({
      directory: join(directory, trial.run),
      trial,
      isBest,
      objectives,
      keys,
      isTraining: trial.state === 'running' && isActive(sweep.state),
    }));
    return { shown, more: ranked.length - shown.length };
  }

  forget(directory: string): void {
    this.ledgers.delete(directory);
  }
}

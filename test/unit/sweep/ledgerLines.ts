import type { LedgerLine } from '../../../src/core/sweep/ledgerLine';

/** A line of a ledger of trials that search `k`. */
export function ledgerLine(trial: number, state: LedgerLine['state'], more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    trial,
    state,
    params: { k: trial + 1 },
    objective: null,
    run: `trials/000${trial}`,
    key: String(trial).padStart(64, '0'),
    time: '2026-01-02T03:04:05.000Z',
    ...more,
  };
}

/** The text of a ledger. */
export function ledgerText(...lines: readonly LedgerLine[]): string {
  return lines.map((line) => JSON.stringify(line) + '\n').join('');
}

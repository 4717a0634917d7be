import type { LedgerLine } from '../core/sweep/ledgerLine';
import type { SweepEnd } from '../runtime/sweep/sweepReporter';
import { printJson } from './print';
import type { SweepTerminalReporter } from './sweepTerminal';

/** Prints a sweep's ledger as it grows, as JSON lines, between one that begins and one that ends. */
export class SweepJson implements SweepTerminalReporter {
  private end: SweepEnd | undefined;

  /** Prints the first line at once, so that there is one however early the sweep fails. */
  constructor(directory: string) {
    printJson({ kind: 'start', sweep: directory });
  }

  begins(): void {
    // Said already.
  }

  line(line: LedgerLine): void {
    printJson({ kind: 'trial', ...line });
  }

  progress(): void {
    // In the status of the trials' runs.
  }

  says(): void {
    // In the sweep's log.
  }

  ends(end: SweepEnd): void {
    this.end = end;
  }

  fails(): void {
    // The message goes to stderr.
  }

  finish(state: string, exit: number): void {
    printJson({ kind: 'end', state, exit, reached: this.end?.reached ?? null, best: this.end?.best ?? null });
  }
}

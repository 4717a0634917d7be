import type { RunProgress } from '../core/run/runStatus';
import type { LedgerLine } from '../core/sweep/ledgerLine';
import type { OpenSweep } from '../runtime/sweep/openSweep';
import { endText, lineText, sweepText, type SweepEnd, type SweepReporter } from '../runtime/sweep/sweepReporter';
import { runPaths } from '../store/runDirectory';
import { shownPath } from './places';
import { printLines } from './print';
import { sweepTable } from './sweepTable';

const MILLISECONDS_BETWEEN_DRAWINGS = 200;
/** For what stands above and below the table. */
const OTHER_ROWS = 3;

/** What is told of a sweep on the command line. */
export interface SweepTerminalReporter extends SweepReporter {
  /** How far a trial is that is trained in this process. */
  progress(trial: number, progress: RunProgress): void;
  finish(state: SweepEnd['state'] | 'failed', exit: number): void;
}

/** Reports a sweep to a person: on a terminal as a table that is drawn again and again, else line by line. */
export class SweepTerminal implements SweepTerminalReporter {
  private readonly isLive = process.stdout.isTTY;
  private readonly latest = new Map<number, RunProgress>();
  private readonly times = new Map<number, { readonly start: number; end: number | undefined }>();
  private drawn = 0;
  private lastDrawing = -Infinity;

  constructor(private readonly sweep: OpenSweep) {}

  begins(): void {
    printLines([...sweepText(this.sweep), `Sweep ${shownPath(this.sweep.directory)}`]);
  }

  line(line: LedgerLine): void {
    const { trial, state } = line;
    const now = performance.now();
    if (state === 'running') this.times.set(trial, { start: now, end: undefined });
    else {
      const time = this.times.get(trial);
      if (time) time.end = now;
      this.latest.delete(trial);
    }
    if (this.isLive) this.draw();
    else printLines([lineText(line, this.sweep.sweep.space)]);
  }

  progress(trial: number, progress: RunProgress): void {
    this.latest.set(trial, progress);
    if (this.isLive && performance.now() - this.lastDrawing >= MILLISECONDS_BETWEEN_DRAWINGS) this.draw();
  }

  says(text: string): void {
    this.erase();
    printLines([text]);
    if (this.isLive) this.draw();
  }

  ends(end: SweepEnd): void {
    if (this.isLive) this.draw();
    printLines(endText(end, this.sweep));
  }

  fails(): void {
    // The command line ends by printing it.
  }

  finish(state: SweepEnd['state'] | 'failed'): void {
    const directory = shownPath(this.sweep.directory);
    if (state === 'stopped') printLines([`Go on with: quanta sweep --dir ${directory}`]);
    if (state === 'failed') printLines([`Failed; the log is ${runPaths(directory).log}`]);
  }

  private draw(): void {
    this.erase();
    const { rows, columns } = process.stdout;
    const { sweep, ledger } = this.sweep;
    const seconds = (trial: number) => {
      const time = this.times.get(trial);
      return time && ((time.end ?? performance.now()) - time.start) / 1000;
    };
    const content = { sweep, trials: ledger.ledger.trials, progress: this.latest, seconds };
    const lines = sweepTable(content, rows - OTHER_ROWS, columns);
    printLines(lines);
    this.drawn = lines.length;
    this.lastDrawing = performance.now();
  }

  /** Takes the table away, so that what is printed next stands in its place. */
  private erase(): void {
    if (this.drawn > 0) process.stdout.write(`\u001b[${this.drawn}A\r\u001b[J`);
    this.drawn = 0;
  }
}

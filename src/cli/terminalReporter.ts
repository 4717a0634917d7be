import type { OpenRun } from '../runtime/openRun';
import { epochText, isPrinted, stoppedEarlyText, summaryText } from '../runtime/notebookLog';
import { beginningText, type RunBeginning, type RunReporter } from '../runtime/runReporter';
import type { RunEnd } from '../runtime/trainRun';
import type { MetricsLine } from '../store/metricsLine';
import { runPaths } from '../store/runDirectory';
import type { RunProgress } from '../store/statusFile';
import { shownPath } from './places';
import { progressText } from './progressText';

/** Erases the terminal's current line and goes back to its start. */
const CLEAR_LINE = '\r\u001b[2K';

/** Reports a run to a person: the notebook's lines, and on a terminal a progress bar under them. */
export class TerminalReporter implements RunReporter {
  private readonly bar = process.stdout.isTTY;
  private lastEpoch: MetricsLine | undefined;
  private printedEpoch = 0;

  constructor(private readonly run: OpenRun) {}

  begins(beginning: RunBeginning): void {
    for (const line of beginningText(beginning)) this.print(line);
    this.print(`Run ${shownPath(this.run.directory)}`);
    this.print("Sparsity is the notebook's word for density: the fraction of activations that are not 0.");
  }

  line(line: MetricsLine): void {
    if (line.kind === 'interval') return;
    this.lastEpoch = line;
    if (this.bar || isPrinted(line.epoch, this.config.num_epochs)) this.printEpoch(line);
  }

  progress(progress: RunProgress): void {
    if (this.bar)
      process.stdout.write(CLEAR_LINE + progressText(progress, this.config.encoding_dim, process.stdout.columns));
  }

  ends(end: RunEnd): void {
    if (end.stoppedEarly) {
      this.print(stoppedEarlyText(end.epochs));
      if (this.lastEpoch && this.printedEpoch !== this.lastEpoch.epoch) this.printEpoch(this.lastEpoch);
    }
    this.print(summaryText(end.result));
  }

  fails(): void {
    if (this.bar) process.stdout.write(CLEAR_LINE);
  }

  finish(state: RunEnd['state'] | 'failed'): void {
    const directory = shownPath(this.run.directory);
    const { sae, notebook } = runPaths(directory);
    if (state === 'stopped') this.print(`Stopped. Go on with: quanta train --run ${directory}`);
    if (state === 'failed') this.print(`Failed; the log is ${runPaths(directory).log}`);
    else this.print(`Saved ${sae}${this.config.architecture === 'kl' ? ` and ${notebook}` : ''}`);
  }

  private get config() {
    return this.run.record.config.resolved;
  }

  private printEpoch(line: MetricsLine): void {
    this.printedEpoch = line.epoch;
    this.print(epochText(line, this.config.encoding_dim));
  }

  private print(text: string): void {
    process.stdout.write(`${this.bar ? CLEAR_LINE : ''}${text}\n`);
  }
}

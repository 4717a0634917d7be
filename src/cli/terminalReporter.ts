import type { OpenRun } from '../runtime/openRun';
import { epochText, isPrinted, stoppedEarlyText, summaryText } from '../runtime/notebookLog';
import { beginningText, type RunBeginning, type RunReporter } from '../runtime/runReporter';
import type { RunEnd } from '../runtime/trainRun';
import type { MetricsLine } from '../core/run/metricsLine';
import { runPaths } from '../store/runDirectory';
import type { RunProgress } from '../core/run/runStatus';
import { shownPath } from './places';
import { CLEAR_LINE } from './print';
import { progressText } from './progressText';

/** Reports a run to a person: the notebook's lines, and on a terminal a progress bar under them. */
export class TerminalReporter implements RunReporter {
  private readonly bar = process.stdout.isTTY;

  constructor(private readonly run: OpenRun) {}

  begins(beginning: RunBeginning): void {
    for (const line of beginningText(beginning)) this.print(line);
    this.print(`Run ${shownPath(this.run.directory)}`);
    this.print("Sparsity is the notebook's word for density: the fraction of activations that are not 0.");
  }

  line(line: MetricsLine, stoppedEarly: boolean): void {
    if (line.kind === 'interval') return;
    const { num_epochs, encoding_dim } = this.config;
    if (stoppedEarly) this.print(stoppedEarlyText(line.epoch));
    if (this.bar || stoppedEarly || isPrinted(line.epoch, num_epochs)) this.print(epochText(line, encoding_dim));
  }

  progress(progress: RunProgress): void {
    if (!this.bar) return;
    process.stdout.write(CLEAR_LINE + progressText(progress, this.config.encoding_dim, process.stdout.columns));
  }

  says(text: string): void {
    this.print(text);
  }

  ends(end: RunEnd): void {
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

  private print(text: string): void {
    process.stdout.write(`${this.bar ? CLEAR_LINE : ''}${text}\n`);
  }
}

import type { RunReporter } from '../runtime/runReporter';
import type { MetricsLine } from '../store/metricsLine';
import { printJson } from './print';

/** Prints a run's metrics as JSON lines, between one that begins and one that ends. */
export class JsonReporter implements RunReporter {
  constructor(private readonly directory: string) {}

  begins(): void {
    printJson({ kind: 'start', run: this.directory });
  }

  line(line: MetricsLine): void {
    printJson(line);
  }

  progress(): void {
    // The interval lines say it.
  }

  ends(): void {
    // `finish` prints the last line, when the exit code is known.
  }

  fails(): void {
    // The same; the message goes to stderr.
  }

  finish(state: string, exit: number): void {
    printJson({ kind: 'end', state, exit });
  }
}

import type { RunReporter } from '../runtime/runReporter';
import type { MetricsLine } from '../core/run/metricsLine';
import { printJson } from './print';

/** Prints a run's metrics as JSON lines, between one that begins and one that ends. */
export class JsonReporter implements RunReporter {
  /** Prints the first line at once, so that there is one however early the run fails. */
  constructor(directory: string) {
    printJson({ kind: 'start', run: directory });
  }

  begins(): void {
    // Said already.
  }

  line(line: MetricsLine): void {
    printJson(line);
  }

  progress(): void {
    // The interval lines say it.
  }

  says(): void {
    // In the run's log.
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

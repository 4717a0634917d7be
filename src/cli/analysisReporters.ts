import type { AnalysisReporter, AnalysisStage } from '../runtime/analysis/analysisReporter';
import type { Subject } from '../runtime/analysis/subject';
import type { AnalysisFiles } from '../store/analysisFiles';
import type { AnalysisLine } from '../core/run/analysisLine';
import { hookName } from '../core/transformer/hooks';
import { printJson, printLines } from './print';

/** Erases the terminal's current line and goes back to its start. */
const CLEAR_LINE = '\r\u001b[2K';
const MILLISECONDS_BETWEEN_LINES = 500;

/** How an analysis is told of on the command line. */
interface FinishingReporter extends AnalysisReporter {
  /** @param files what was written; undefined where it was stopped */
  finish(state: 'done' | 'stopped', exit: number, files: AnalysisFiles | undefined): void;
}

const STAGES: Readonly<Record<AnalysisStage, string>> = {
  statistics: 'What the neurons do',
  accuracy: 'Answers with the SAE spliced in',
  labels: 'Looking for labels',
  columns: 'Proving what neurons of the same column do together',
  proofs: 'Proving labels',
  nodes: "The model's nodes",
};

/** Prints progress as JSON lines, between one that begins and one that ends. */
export class AnalysisJson implements FinishingReporter {
  private printed = -Infinity;
  private stage: AnalysisStage | undefined;

  constructor(directory: string) {
    printLine({ kind: 'start', directory });
  }

  progress(stage: AnalysisStage, done: number): void {
    const now = performance.now();
    if (stage === this.stage && now - this.printed < MILLISECONDS_BETWEEN_LINES) return;
    this.stage = stage;
    this.printed = now;
    printLine({ kind: 'progress', stage, done: Number(done.toFixed(3)) });
  }

  finish(state: 'done' | 'stopped', exit: number, files: AnalysisFiles | undefined): void {
    const { labels = null, seconds = null } = files?.quality ?? {};
    printLine({
      kind: 'end',
      state,
      exit,
      seconds,
      labelled: labels?.labelled ?? null,
      proved: labels?.proved ?? null,
    });
  }
}

function printLine(line: AnalysisLine): void {
  printJson(line);
}

/** Tells a person how far an analysis is. */
export class AnalysisTerminal implements FinishingReporter {
  private readonly bar = process.stdout.isTTY;
  private stage: AnalysisStage | undefined;

  constructor({ model, site, sae }: Subject) {
    printLines([
      `SAE ${sae.architecture} with ${sae.W_dec.shape[0]!} neurons on ${hookName(site.layer, site.hook)} of ${model.name}, ` +
        `${site.positions.length} of ${model.config.nCtx} positions`,
    ]);
  }

  progress(stage: AnalysisStage, done: number): void {
    if (this.bar) process.stdout.write(`${CLEAR_LINE}${STAGES[stage]} ${Math.round(100 * done)} %`);
    else if (stage !== this.stage) printLines([STAGES[stage]]);
    this.stage = stage;
  }

  finish(state: 'done' | 'stopped'): void {
    if (this.bar) process.stdout.write(CLEAR_LINE);
    if (state === 'stopped') printLines(['Stopped; nothing was written.']);
  }
}

import { appendFileSync } from 'node:fs';
import { cannotWrite } from '../store/atomicFile';
import type { MetricsLine } from '../core/run/metricsLine';
import { runPaths } from '../store/runDirectory';
import { providerLines } from '../core/run/providerText';
import type { RunProgress } from '../core/run/runStatus';
import { epochText, stoppedEarlyText, summaryText } from './notebookLog';
import { runtimeInUse } from './onnxRuntime';
import type { OpenRun } from './openRun';
import { isStderr } from './stderrFile';
import type { RunEnd } from './trainRun';
import type { TrainingInputs } from './trainingInputs';

/** What a run trains on, as it begins. */
export interface RunBeginning {
  readonly run: OpenRun;
  /** Steps that an earlier process made; 0 for a new run. */
  readonly step: number;
  readonly totalSteps: number;
}

/** Hears of a run as it goes. */
export interface RunReporter {
  begins(beginning: RunBeginning): void;
  /** @param stoppedEarly whether the line is of an epoch that ends training early */
  line(line: MetricsLine, stoppedEarly: boolean): void;
  progress(progress: RunProgress): void;
  /** Something that the user should know, in a sentence. */
  says(text: string): void;
  ends(end: RunEnd): void;
  fails(message: string): void;
}

/** Writes a run's `log.txt`. */
export class LogFile implements RunReporter {
  private inputs: TrainingInputs | undefined;

  constructor(private readonly directory: string) {}

  begins(beginning: RunBeginning): void {
    this.inputs = beginning.run.inputs;
    for (const line of beginningText(beginning)) this.write(line);
  }

  line(line: MetricsLine, stoppedEarly: boolean): void {
    if (stoppedEarly) this.write(stoppedEarlyText(line.epoch));
    if (line.kind === 'epoch') this.write(epochText(line, this.inputs!.config.encoding_dim));
  }

  progress(): void {
    // After every call of the runtime: in status.json, not in the log.
  }

  says(text: string): void {
    this.write(text);
  }

  ends(end: RunEnd): void {
    if (end.state === 'stopped') this.write('Stopped as asked; resume with quanta train --run.');
    if (end.state === 'paused') this.write('Paused, to be compared with the other trials of its sweep.');
    this.write(summaryText(end.result));
  }

  fails(message: string): void {
    // The command line ends by printing it.
    if (!isStderr(runPaths(this.directory).log)) this.write(`Failed: ${message}`);
  }

  private write(text: string): void {
    const { log } = runPaths(this.directory);
    try {
      appendFileSync(log, `${new Date().toISOString()} ${text}\n`);
    } catch (error) {
      throw cannotWrite(log, error);
    }
  }
}

/** Reports to several. */
export function reportToAll(reporters: readonly RunReporter[]): RunReporter {
  return {
    begins: (beginning) => reporters.forEach((reporter) => reporter.begins(beginning)),
    line: (line, stoppedEarly) => reporters.forEach((reporter) => reporter.line(line, stoppedEarly)),
    progress: (progress) => reporters.forEach((reporter) => reporter.progress(progress)),
    says: (text) => reporters.forEach((reporter) => reporter.says(text)),
    ends: (end) => reporters.forEach((reporter) => reporter.ends(end)),
    fails: (message) => reporters.forEach((reporter) => reporter.fails(message)),
  };
}

/** What is trained on what, and what the user should know before. */
export function beginningText({ run, step, totalSteps }: RunBeginning): string[] {
  const { inputs } = run;
  const { config, model, site } = inputs;
  const { versions } = run.record;
  const { problem } = runtimeInUse();
  const sparsity = config.architecture === 'topk' ? `k ${config.k}` : `target ${config.sparsity_target}`;
  return [
    `Quanta ${versions.quanta}, ONNX Runtime ${versions.onnxruntime}, Node ${versions.node}`,
    `Model ${model.name}: ${model.config.nLayers} layers, ${model.config.nHeads} heads, ${model.digits} digits`,
    `SAE ${config.architecture} with ${config.encoding_dim} neurons, ${sparsity}, preset ${config.preset}, on ` +
      `blocks.${site.layer}.${site.hook} at ${site.positions.length} of ${model.config.nCtx} positions`,
    ...providerLines(run.record.provider).map((line, i) => (i === 0 ? `Provider ${line}` : `Provider: ${line}`)),
    ...(run.resumed ? [`Resumed at step ${step} of ${totalSteps}`] : []),
    ...inputs.notices.map((notice) => `Note: ${notice}`),
    ...(problem === undefined ? [] : [`Note: ${problem}; to mend that: quanta doctor --install-cuda`]),
  ];
}

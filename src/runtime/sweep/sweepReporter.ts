import { basename } from 'node:path';
import { figure } from '../../core/run/figures';
import type { BestFile } from '../../core/sweep/bestFile';
import type { LedgerLine } from '../../core/sweep/ledgerLine';
import type { ObjectiveValues } from '../../core/sweep/objectives';
import { sizeOf, type SearchSpace, type TrialParameters } from '../../core/sweep/searchSpace';
import type { SweepProgress } from '../../core/sweep/sweepProgress';
import { LogFile } from '../runReporter';
import type { OpenSweep } from './openSweep';

/** How a sweep ended, short of failing. */
export interface SweepEnd {
  readonly state: 'done' | 'stopped';
  /** Why no more trials were started; null where it was stopped. */
  readonly reached: SweepProgress['reached'];
  readonly best: BestFile;
}

/** Hears of a sweep as it goes. */
export interface SweepReporter {
  begins(): void;
  /** A line of the ledger, on the disk. */
  line(line: LedgerLine): void;
  /** Something that the user should know, in a sentence. */
  says(text: string): void;
  ends(end: SweepEnd): void;
  fails(message: string): void;
}

/** Writes a sweep's `log.txt`. */
export class SweepLog implements SweepReporter {
  private readonly log: LogFile;

  constructor(private readonly sweep: OpenSweep) {
    this.log = new LogFile(sweep.directory);
  }

  begins(): void {
    for (const text of sweepText(this.sweep)) this.log.says(text);
  }

  line(line: LedgerLine): void {
    this.log.says(lineText(line, this.sweep.sweep.space));
  }

  says(text: string): void {
    this.log.says(text);
  }

  ends(end: SweepEnd): void {
    for (const text of endText(end, this.sweep)) this.log.says(text);
  }

  fails(message: string): void {
    this.log.fails(message);
  }
}

/** Reports to several. */
export function tellAll(reporters: readonly SweepReporter[]): SweepReporter {
  return {
    begins: () => reporters.forEach((reporter) => reporter.begins()),
    line: (line) => reporters.forEach((reporter) => reporter.line(line)),
    says: (text) => reporters.forEach((reporter) => reporter.says(text)),
    ends: (end) => reporters.forEach((reporter) => reporter.ends(end)),
    fails: (message) => reporters.forEach((reporter) => reporter.fails(message)),
  };
}

/** What is searched, for people to read. */
export function sweepText({ record, sweep, resumed, ledger }: OpenSweep): string[] {
  const { versions, model, config } = record;
  const keys = variedKeys(sweep.space).join(', ');
  const most = Math.min(sweep.limits.trials ?? Infinity, sizeOf(sweep.space));
  const trials = Number.isFinite(most) ? `at most ${most} trials` : 'trials';
  return [
    `Quanta ${versions.quanta}, ONNX Runtime ${versions.onnxruntime}, Node ${versions.node}`,
    `Sweep ${basename(config.file)} on model ${model.name}: ${trials}, ${sweep.strategy}, over ${keys}; ` +
      `objective ${sweep.objectives.join(', ')}`,
    ...(resumed ? [`Goes on with ${ledger.ledger.trials.length} trials that were begun`] : []),
  ];
}

/** A line of the ledger, for people to read: `Trial 3 done: score 0.7123 (k 16)`. */
export function lineText({ trial, state, params, objective, epoch, error }: LedgerLine, space: SearchSpace): string {
  const at = epoch === undefined ? '' : ` after epoch ${epoch}`;
  const came = error ?? (state === 'running' || objective === null ? '' : objectiveText(objective));
  return `Trial ${trial} ${state}${at}${came === '' ? '' : `: ${came}`} (${parametersTextOf(params, space)})`;
}

/** What trials came to: `score 0.7123, loss 0.0120`. */
function objectiveText(objective: ObjectiveValues): string {
  return Object.entries(objective)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');
}

/** `k 16, learning_rate 0.001`: of the parameters those in which trials differ. */
function parametersTextOf(parameters: TrialParameters, space: SearchSpace): string {
  return variedKeys(space)
    .map((key) => `${key} ${parameterText(parameters[key]!)}`)
    .join(', ');
}

/** The keys in which trials differ; where there is but one trial, all. */
export function variedKeys(space: SearchSpace): string[] {
  const varied = space.filter((dimension) => sizeOf([dimension]) > 1);
  return (varied.length > 0 ? varied : space).map(({ key }) => key);
}

/** A parameter for people to read: numbers with at most four digits. */
export function parameterText(value: TrialParameters[string]): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return typeof value === 'object' ? value.join(' ') : String(value);
}

const REASONS = {
  trials: 'as many trials as were asked for',
  minutes: 'the time is used up',
  patience: 'the last trials were no better',
  space: 'everything was tried',
} as const;

/** How a sweep ended, for people to read. */
export function endText({ state, reached, best }: SweepEnd, { sweep }: Pick<OpenSweep, 'sweep'>): string[] {
  const ended = state === 'stopped' ? 'Stopped as asked' : `Done: ${reached === null ? '' : REASONS[reached]}`;
  const trials = best.trials.map(({ trial, params, objective, run }) => {
    return `trial ${trial}: ${objectiveText(objective)} (${parametersTextOf(params, sweep.space)}), ${run}`;
  });
  if (trials.length === 0) return [`${ended}; no trial has been trained to its end`];
  const what = best.objectives.length === 1 ? 'Best' : 'Front';
  return [ended, ...trials.map((text) => `${what} ${text}`)];
}

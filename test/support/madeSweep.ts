import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSweep } from '../../src/core/config/parseSweep';
import { resolveConfig } from '../../src/core/config/resolveConfig';
import { resolveSweep, trialConfig } from '../../src/core/config/resolveSweep';
import type { RunFile } from '../../src/core/run/runFile';
import type { RunStatus } from '../../src/core/run/runStatus';
import { bestFile } from '../../src/core/sweep/bestFile';
import type { ImportanceFile } from '../../src/core/sweep/importanceFile';
import { readLedger } from '../../src/core/sweep/ledger';
import type { LedgerLine } from '../../src/core/sweep/ledgerLine';
import { minimised, type ObjectiveValues } from '../../src/core/sweep/objectives';
import type { TrialParameters } from '../../src/core/sweep/searchSpace';
import { searchText, type SweepFile } from '../../src/core/sweep/sweepFile';
import { runPaths } from '../../src/store/runDirectory';
import { writeRunFile } from '../../src/store/runFile';
import { writeStatus } from '../../src/store/statusFile';
import { sweepPaths, trialRun } from '../../src/store/sweepDirectory';
import { writeBestFile, writeSweepFile } from '../../src/store/sweepFiles';
import { sampleRun, sampleStatus } from '../unit/store/runSamples';

/** What a made sweep searches, unless it is told otherwise. */
export const SWEEP_KEYS = {
  kind: 'sweep',
  model: 'mix',
  architecture: 'topk',
  num_epochs: 4,
  space: {
    k: [2, 4, 8, 16],
    encoding_dim: [32, 64, 128],
    learning_rate: { min: 1e-4, max: 1e-2, scale: 'log' },
  },
  strategy: 'random',
  objective: 'loss',
};

const facts = {
  layers: 2,
  digits: 6,
  hooks: ['mlp.hook_post'],
  batchSize: 64,
  operations: { add: 34, sub: 66, mul: 0 },
};

export interface MadeSweepOptions {
  readonly trials: number;
  /** Keys of its config, beside or in place of the usual ones. */
  readonly keys?: object;
  /** Absolute path of its config file, which is not written. */
  readonly configFile?: string;
  /** How it stands; done if not given. */
  readonly status?: Partial<RunStatus>;
  /**
   * What has become of a trial; done if not given. Every line of it but `running` has its objective.
   */
  readonly stateOf?: (trial: number) => LedgerLine['state'];
  /** Whether the trials have run directories, with a status, metrics and an SAE's folder; yes if not given. */
  readonly withRuns?: boolean;
}

/** What a made trial tries: the same for the same number. */
export function madeParameters(trial: number): TrialParameters {
  return {
    k: [2, 4, 8, 16][trial % 4]!,
    encoding_dim: [32, 64, 128][trial % 3]!,
    learning_rate: 1e-4 * 100 ** (((trial * 37) % 101) / 101),
  };
}

/** What it comes to: all different, and no trial of a low number the best. */
export function madeObjective(trial: number): ObjectiveValues {
  const loss = 0.5 + ((trial * 61 + 40) % 127) / 127 + trial * 1e-6;
  return { score: 1 + loss, loss, density: 0.25 - loss / 10 };
}

/** A line of a made sweep's ledger. */
export function madeLine(trial: number, state: LedgerLine['state'], more: Partial<LedgerLine> = {}): LedgerLine {
  return {
    trial,
    state,
    params: madeParameters(trial),
    objective: state === 'running' || state === 'failed' ? null : madeObjective(trial),
    run: trialRun(trial),
    key: trial.toString(16).padStart(64, '0'),
    time: '2026-03-09T12:04:05.678Z',
    ...(state === 'running' ? { round: Math.floor(trial / 4) } : {}),
    ...(state === 'failed' ? { error: 'the loss is not finite' } : {}),
    ...(state === 'paused' ? { epoch: 1 } : {}),
    ...more,
  };
}

/** Makes the directory of a sweep as its process would have left it. */
export async function makeSweep(directory: string, options: MadeSweepOptions): Promise<void> {
  const { trials, stateOf = () => 'done', withRuns = true } = options;
  await mkdir(sweepPaths(directory).trials, { recursive: true });
  const file = sweepFileOf(options);
  await writeSweepFile(directory, file);
  const numbers = Array.from({ length: trials }, (_, trial) => trial);
  const lines = numbers.flatMap((trial) => linesOf(trial, stateOf(trial)));
  const text = lines.map((line) => JSON.stringify(line) + '\n').join('');
  await writeFile(sweepPaths(directory).ledger, text);
  if (withRuns) for (const trial of numbers) await makeTrial(directory, file, trial, stateOf(trial));
  const known = readLedger(text, 'ledger.jsonl').trials;
  const { objectives } = resolvedOf(file);
  const best = bestFile(known, objectives);
  await writeBestFile(directory, best);
  await writeFile(sweepPaths(directory).importance, JSON.stringify(importance(trials)));
  const count = (...states: LedgerLine['state'][]) => numbers.filter((trial) => states.includes(stateOf(trial))).length;
  const first = best.trials[0] && minimised(best.trials[0].objective, objectives)?.[0];
  await writeStatus(directory, {
    ...sampleStatus,
    state: 'done',
    progress: null,
    sweep: {
      most: trials,
      running: count('running'),
      waiting: count('paused', 'stopped'),
      done: count('done'),
      failed: count('failed'),
      best: first === undefined ? null : Math.abs(first),
      minutes: 1.5,
      reached: 'trials',
    },
    ...options.status,
  });
}

/** What is recorded of a made sweep. */
export function sweepFileOf({
  keys = {},
  configFile = '/configs/made.quanta.json',
}: Partial<MadeSweepOptions>): SweepFile {
  const text = JSON.stringify({ ...SWEEP_KEYS, ...keys });
  const parsed = parseSweep(text, configFile);
  const sweep = resolveSweep(parsed);
  const first = trialConfig(parsed, sweep, madeParameters(0));
  return {
    created: '2026-03-09T12:04:05.678Z',
    config: { file: configFile, text, written: parsed.config },
    first: resolveConfig(first, facts, (path) => path),
    search: searchText(sweep),
    model: { name: 'mix', path: '/models/mix.pth', sha256: 'a'.repeat(64) },
    questions: null,
    init_from: null,
    versions: sampleRun.versions,
  };
}

function resolvedOf({ config }: SweepFile) {
  return resolveSweep(parseSweep(config.text, config.file));
}

function linesOf(trial: number, state: LedgerLine['state']): LedgerLine[] {
  const before = state === 'running' ? [] : [madeLine(trial, 'running')];
  if (state === 'pruned') before.push(madeLine(trial, 'paused'));
  return [...before, madeLine(trial, state)];
}

async function makeTrial(directory: string, file: SweepFile, trial: number, state: LedgerLine['state']): Promise<void> {
  const run = join(directory, trialRun(trial));
  await mkdir(run, { recursive: true });
  const parsed = parseSweep(file.config.text, file.config.file);
  const config = trialConfig(parsed, resolveSweep(parsed), madeParameters(trial));
  const record: RunFile = {
    ...sampleRun,
    config: {
      file: file.config.file,
      text: config.document.text,
      written: config.config,
      resolved: resolveConfig(config, facts, (path) => path),
    },
    model: file.model,
    init_from: null,
  };
  await writeRunFile(run, record);
  const { score = null, loss = null, density = null } = madeObjective(trial);
  const isDone = state === 'done';
  await writeStatus(run, {
    ...sampleStatus,
    state: state === 'paused' || state === 'pruned' ? 'stopped' : state,
    result: isDone ? { score, loss, density, neurons_used: 30, best_epoch: 4 } : null,
    error: state === 'failed' ? 'the loss is not finite' : null,
  });
  await writeFile(runPaths(run).metrics, metricsText(trial));
  if (state !== 'running' && state !== 'failed') await mkdir(runPaths(run).sae, { recursive: true });
}

/** Four epochs, the losses falling to the trial's. */
function metricsText(trial: number): string {
  const { loss, density } = madeObjective(trial);
  const lines = [1, 2, 3, 4].map((epoch) => ({
    kind: 'epoch',
    epoch,
    step: 100 * epoch,
    questions: 6400 * epoch,
    seconds: 2 * epoch,
    loss: loss! + (4 - epoch) / 8,
    mse: loss! / 2,
    sparsity_penalty: null,
    l1_penalty: null,
    density,
    neurons_used: 30,
    score: 1 + loss!,
  }));
  return lines.map((line) => JSON.stringify(line) + '\n').join('');
}

function importance(trials: number): ImportanceFile {
  const keys = ['learning_rate', 'k', 'encoding_dim'];
  return { trials, objectives: { loss: keys.map((key, i) => ({ key, alone: 0.4 / (i + 1), total: 0.5 / (i + 1) })) } };
}

import type { ObjectiveName } from '../../src/core/config/sweepConfig';
import { bestTrials } from '../../src/core/sweep/standing';
import type { LedgerTrial } from '../../src/core/sweep/ledger';
import { parametersAt, searchSpace } from '../../src/core/sweep/searchSpace';
import type { SweepView, TrialView } from '../../src/protocol/sweep';

const SPACE = searchSpace([
  { key: 'batch_size', kind: 'choice', values: [64, 128, 256] },
  { key: 'encoding_dim', kind: 'range', min: 128, max: 1024, scale: 'log', whole: true },
  { key: 'enrich_data', kind: 'choice', values: [true, false] },
  { key: 'hook', kind: 'choice', values: ['mlp.hook_pre', 'mlp.hook_post'] },
  { key: 'k', kind: 'range', min: 4, max: 64, scale: 'linear', whole: true },
  { key: 'learning_rate', kind: 'range', min: 1e-4, max: 1e-2, scale: 'log', whole: false },
  { key: 'sparsity_weight', kind: 'range', min: 0.01, max: 1, scale: 'log', whole: false },
]);

/** States in which a trial can be beside those that most are in. */
const ENDINGS: readonly TrialView['state'][] = ['failed', 'paused', 'pruned', 'stopped'];

/** A sweep as the page is told of it, and its trials: the last three train, every ninth ended otherwise than well. */
export function madeSweep({
  trials: count = 60,
  objectives = ['score', 'explained_variance'],
}: { readonly trials?: number; readonly objectives?: readonly ObjectiveName[] } = {}): {
  sweep: SweepView;
  trials: TrialView[];
} {
  const trials = Array.from({ length: count }, (_, trial) => madeTrial(trial, objectives, count));
  const ledger = trials.map((trial) => ({ ...trial, rungs: [], round: 0, ended: null, key: '', run: '' }));
  const best = bestTrials(ledger satisfies LedgerTrial[], objectives).map(({ trial }) => trial);
  const inState = (state: TrialView['state']) => trials.filter((trial) => trial.state === state).length;
  const sweep: SweepView = {
    directory: '/work/.quanta/runs/search',
    name: 'search',
    state: 'running',
    error: null,
    progress: {
      most: count + 20,
      running: inState('running'),
      waiting: inState('paused'),
      done: inState('done'),
      failed: inState('failed'),
      best: best[0] === undefined ? null : (trials[best[0]]!.objective![objectives[0]!] ?? null),
      minutes: 12.5,
      reached: null,
    },
    plan: {
      config: 'search.quanta.json',
      model: 'mix_d6_l3_h4_t60K_s100003',
      space: SPACE,
      strategy: 'bayesian',
      objectives,
      halving: null,
      executor: 'local',
    },
    best,
    importance: {
      trials: inState('done'),
      objectives: Object.fromEntries(
        objectives.map((name, i) => [
          name,
          SPACE.map(({ key }, at) => ({ key, alone: (0.5 + 0.1 * i) / 2 ** at, total: (0.6 + 0.1 * i) / 1.9 ** at })),
        ]),
      ),
    },
    problems: [],
  };
  return { sweep, trials };
}

function madeTrial(trial: number, objectives: readonly ObjectiveName[], count: number): TrialView {
  const random = (dimension: number) => fraction(Math.sin(trial * 12.9898 + dimension * 78.233) * 43_758.5453);
  const point = SPACE.map((_, dimension) => random(dimension));
  const isRunning = trial >= count - 3;
  const state = isRunning ? 'running' : trial % 9 === 8 ? ENDINGS[Math.floor(trial / 9) % ENDINGS.length]! : 'done';
  // A bowl over learning rate and width, with a price for the number of neurons that fire.
  const distance = (point[5]! - 0.6) ** 2 + 0.5 * (point[1]! - 0.7) ** 2;
  const values: Readonly<Record<ObjectiveName, number>> = {
    score: 0.7 + 2 * distance + 0.5 * point[4]! + 0.05 * random(20),
    loss: 0.002 + 0.02 * distance + 0.001 * random(21),
    density: 0.01 + 0.05 * point[4]!,
    explained_variance: 1 - 0.6 * distance - 0.2 * (1 - point[4]!) - 0.02 * random(22),
    spliced_accuracy: 0.999 - 0.3 * distance,
    coverage: 0.4 + 0.3 * point[1]!,
  };
  const named = objectives.map((name) => [name, values[name]] as const);
  return {
    trial,
    state,
    parameters: parametersAt(SPACE, point),
    objective: isRunning || state === 'failed' ? null : Object.fromEntries(named),
    directory: `/work/.quanta/runs/search/trials/${String(trial).padStart(4, '0')}`,
    epoch: state === 'paused' ? 3 : null,
    error: state === 'failed' ? `the loss is not finite at step ${100 * trial}` : null,
    hasSae: state === 'done',
    job: null,
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

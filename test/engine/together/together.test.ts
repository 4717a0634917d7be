import { describe, expect, it } from 'vitest';
import type { FloatType } from '../../../src/core/floatArray';
import type { Measurement } from '../../../src/core/run/metricsLine';
import { createTrainer } from '../../../src/runtime/createTrainer';
import { createTrainers } from '../../../src/runtime/together/createTrainers';
import type { Trainer } from '../../../src/runtime/trainer';
import type { TrainingInputs } from '../../../src/runtime/trainingInputs';
import { expectClose, expectRelativelyClose } from '../../support/closeness';
import { openTestRun } from '../../support/temporaryRuns';

const SHARED = {
  model: 'mix_d6_l3_h4_t60K_s100003',
  layer_num: 1,
  positions: 'P9-P12',
  batch_size: 8,
  num_batches: 12,
  num_epochs: 3,
  early_stopping_threshold: 0,
};

/** What came of an SAE: every epoch's figures, the weights kept, the state at the end. */
interface Outcome {
  readonly epochs: readonly Measurement[];
  readonly failure: string | undefined;
  readonly result: object | undefined;
  readonly kept: Readonly<Record<string, ArrayLike<number>>>;
  readonly state: Readonly<Record<string, ArrayLike<number>>>;
  readonly densities: ArrayLike<number>;
}

async function inputsOf(trials: readonly object[]): Promise<TrainingInputs[]> {
  return Promise.all(trials.map(async (keys) => (await openTestRun({ ...SHARED, ...keys })).inputs));
}

async function outcomeOf(trainer: Trainer, ended: () => void = () => undefined): Promise<Outcome> {
  const epochs: Measurement[] = [];
  const measured = (measurement: Measurement) => {
    if (measurement.kind === 'epoch') epochs.push(measurement);
    return Promise.resolve();
  };
  const failure = await trainer.run({ measured, proceed: () => Promise.resolve(true) }).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  ended();
  const { parameters, densities, result } = await trainer.outcome();
  const { state } = await trainer.snapshot();
  const numbers = (arrays: typeof parameters) =>
    Object.fromEntries(Object.entries(arrays).map(([name, { data }]) => [name, data.slice()]));
  return { epochs, failure, result, densities, kept: numbers(parameters), state: numbers(state) };
}

async function trainAlone(inputs: TrainingInputs, floatType: FloatType): Promise<Outcome> {
  const { trainer, session } = await createTrainer(inputs, 'cpu', floatType);
  const outcome = await outcomeOf(trainer);
  await session.release();
  return outcome;
}

async function trainTogether(inputs: readonly TrainingInputs[], floatType: FloatType): Promise<Outcome[]> {
  const { members, session } = await createTrainers(inputs, 'cpu', floatType);
  const outcomes = await Promise.all(members.map((member) => outcomeOf(member.trainer, () => member.leave())));
  await session.release();
  return outcomes;
}

/** The same SAE, up to a relative difference. */
function expectSame(found: Outcome, expected: Outcome, tolerance: number) {
  expect(found.epochs).toHaveLength(expected.epochs.length);
  expect(found.failure).toBe(expected.failure);
  const figures = ({ epochs }: Outcome, name: 'loss' | 'mse' | 'sparsity_penalty' | 'density' | 'score') =>
    epochs.map((epoch) => epoch[name] ?? NaN);
  for (const name of ['loss', 'mse', 'sparsity_penalty', 'density', 'score'] as const) {
    expectRelativelyClose(figures(found, name), figures(expected, name), tolerance, name);
  }
  for (const [name, values] of Object.entries(expected.kept)) {
    expectClose(found.kept[name]!, values, tolerance, `kept ${name}`);
  }
  for (const [name, values] of Object.entries(expected.state)) {
    expectClose(found.state[name]!, values, tolerance, `state ${name}`);
  }
  expectClose(found.densities, expected.densities, tolerance, 'densities');
}

const kl = [
  { architecture: 'kl', encoding_dim: 24, learning_rate: 1e-3, sparsity_weight: 0.1 },
  { architecture: 'kl', encoding_dim: 40, learning_rate: 3e-3, sparsity_target: 0.02, l1_weight: 0.1 },
  { architecture: 'kl', encoding_dim: 7, learning_rate: 1e-4, sparsity_weight: 1, sparsity_target: 0.2 },
];
const topk = [
  { architecture: 'topk', k: 4, encoding_dim: 24, learning_rate: 1e-3 },
  { architecture: 'topk', k: 4, encoding_dim: 9, learning_rate: 3e-3 },
];

describe.each([
  ['kl', kl],
  ['kl by the rules of the notebook', kl.map((keys) => ({ ...keys, preset: 'notebook' }))],
  ['kl of the same size', kl.map((keys) => ({ ...keys, encoding_dim: 16 }))],
  ['topk', topk],
])('SAEs that are trained together: %s', (_, trials) => {
  it('each come to what they come to alone, in float64', async () => {
    const inputs = await inputsOf(trials);
    const together = await trainTogether(inputs, 'float64');
    for (const [i, each] of inputs.entries()) expectSame(together[i]!, await trainAlone(each, 'float64'), 1e-9);
    expect(new Set(together.map(({ epochs }) => epochs.at(-1)!.loss)).size).toBe(trials.length);
  });

  it('and in float32, within what the design allows over a hundred steps', async () => {
    const inputs = await inputsOf(trials.map((keys) => ({ num_batches: 34, ...keys })));
    const together = await trainTogether(inputs, 'float32');
    for (const [i, each] of inputs.entries()) expectSame(together[i]!, await trainAlone(each, 'float32'), 1e-4);
  });
});

describe('an SAE that is trained with others', () => {
  it('ends when it is to end, and the others go on', async () => {
    const inputs = await inputsOf([
      { ...kl[0]!, num_epochs: 1 },
      // Any change of an epoch is small: it stops after the second, which is the first to be compared with one before.
      { ...kl[1]!, early_stopping_threshold: 1e9, patience: 1 },
      kl[2]!,
    ]);
    const together = await trainTogether(inputs, 'float64');
    expect(together.map(({ epochs }) => epochs.length)).toEqual([1, 2, 3]);
    for (const [i, each] of inputs.entries()) expectSame(together[i]!, await trainAlone(each, 'float64'), 1e-9);
  });

  it('fails alone', async () => {
    const inputs = await inputsOf([kl[0]!, { ...kl[1]!, learning_rate: 1e200 }, kl[2]!]);
    const together = await trainTogether(inputs, 'float64');
    expect(together[1]!.failure).toMatch(/^step 2: the loss is (NaN|Infinity)/);
    for (const i of [0, 2]) expectSame(together[i]!, await trainAlone(inputs[i]!, 'float64'), 1e-9);
  });

  it('is told where it is not where the others are', async () => {
    const { members, session } = await createTrainers(await inputsOf([kl[0]!, kl[2]!]), 'cpu', 'float32');
    const [first, second] = [session.member(0), session.member(1)];
    expect(members).toHaveLength(2);
    const tokens = new Int32Array(2 * 8 * 13);
    const steps = Promise.allSettled([first.steps(tokens, 1, 1, 1e-3), second.steps(tokens, 2, 1, 1e-3)]);
    for (const { status } of await steps) expect(status).toBe('rejected');
    await session.release();
  });
});

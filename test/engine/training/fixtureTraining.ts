import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { FloatArray, FloatType } from '../../../src/core/floatArray';
import { transpose } from '../../../src/core/floatArray';
import { createTrainer } from '../../../src/runtime/createTrainer';
import { openRun } from '../../../src/runtime/openRun';
import type { SessionOptions, UsableProvider } from '../../../src/runtime/provider';
import type { StepReport } from '../../../src/runtime/trainingSession';
import type { Measurement } from '../../../src/core/run/metricsLine';
import { CLI } from '../../support/buildOnce';
import { expectRelativelyClose } from '../../support/closeness';
import { fixture, FIXTURES } from '../../support/json';

type Figures = Record<string, number | null>;

interface Outcome {
  readonly steps: readonly Figures[];
  readonly epochs: readonly Figures[];
  readonly stopped_early: boolean;
  readonly failure: { readonly step: number; readonly neurons: readonly number[] } | null;
  readonly result: Figures | null;
  readonly final_weights: Record<
    string,
    { readonly sum: number; readonly sum_of_squares: number; readonly values?: number[] }
  >;
  readonly best_weights?: Outcome['final_weights'];
}

interface Training {
  readonly floatType: FloatType;
  readonly provider: UsableProvider;
  /** Relative, of losses and weights. */
  readonly tolerance: number;
  readonly options?: SessionOptions;
}

type Case = { readonly config: Record<string, unknown> } & Readonly<Record<FloatType, Outcome>>;

const scratch = mkdtempSync(join(tmpdir(), 'quanta-parity-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Trains a fixture's config with the product's own trainer. */
async function train(name: string, floatType: FloatType, provider: UsableProvider, options: SessionOptions) {
  const { config } = fixture<Case>(join('training', name, 'expected.json'));
  const folder = join(FIXTURES, 'training', name);
  const file = join(scratch, `${name}-${floatType}.quanta.json`);
  const absolute = Object.fromEntries(
    ['model', 'questions', 'init_from'].map((key) => [key, join(folder, config[key] as string)]),
  );
  writeFileSync(file, JSON.stringify({ ...config, ...absolute, provider: 'cpu' }));
  const { inputs } = await openRun(
    { config: file, run: undefined, runsFolder: scratch },
    {
      provider: undefined,
      program: [process.execPath, CLI],
      folders: { workspace: scratch, hubCache: scratch, bundled: scratch },
      quantaVersion: 'test',
      now: new Date(),
    },
  );
  const { trainer, session } = await createTrainer(inputs, provider, floatType, undefined, options);
  const reports: StepReport[] = [];
  const steps = session.steps.bind(session);
  session.steps = async (...call) => {
    const made = await steps(...call);
    reports.push(...made);
    return made;
  };
  const epochs: Measurement[] = [];
  const measured = (measurement: Measurement) => {
    if (measurement.kind === 'epoch') epochs.push(measurement);
    return Promise.resolve();
  };
  const failure = await trainer.run({ measured, proceed: () => Promise.resolve(true) }).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const final = await session.parameters();
  const outcome = await trainer.outcome();
  const { stoppedEarly } = (await trainer.snapshot()).counters.course;
  await session.release();
  return { reports, epochs, failure, stoppedEarly, final, outcome };
}

/** The reference's tensors are in the layout of the file that training started from. */
const LINEAR: Record<string, string> = {
  'encoder.0.weight': 'W_enc',
  'encoder.0.bias': 'b_enc',
  'decoder.weight': 'W_dec',
  'decoder.bias': 'b_dec',
};

function expectWeights(
  found: Readonly<Record<string, FloatArray>>,
  expected: Outcome['final_weights'],
  tolerance: number,
) {
  for (const [name, { values, sum, sum_of_squares }] of Object.entries(expected)) {
    const ours = found[LINEAR[name] ?? name]!;
    const array = name in LINEAR && ours.shape.length === 2 ? transpose(ours) : ours;
    if (values) expectRelativelyClose(array.data, values, tolerance, name);
    const data = Array.from(array.data);
    const sums = [data.reduce((a, b) => a + b, 0), data.reduce((a, b) => a + b * b, 0)];
    expectRelativelyClose([sums[1]!], [sum_of_squares], 10 * tolerance, `${name}: sum of squares`);
    // A sum of values of both signs may be near 0: its error is measured by what was added.
    const magnitude = Math.sqrt(sum_of_squares * array.data.length);
    expect(Math.abs(sums[0]! - sum), `${name}: sum`).toBeLessThanOrEqual(tolerance * magnitude);
  }
}

/** Trains a fixture's config, and expects all that PyTorch recorded of the same training. */
export async function expectWhatPyTorchTrains(
  name: string,
  { floatType, provider, tolerance, options = {} }: Training,
): Promise<void> {
  const expected = fixture<Case>(join('training', name, 'expected.json'))[floatType];
  const { reports, epochs, failure, stoppedEarly, final, outcome } = await train(name, floatType, provider, options);

  expect(reports.length).toBeGreaterThanOrEqual(expected.steps.length);
  const series = {
    loss: (report: StepReport) => report.loss,
    mse: (report: StepReport) => report.mse,
    sparsity_penalty: (report: StepReport) => report.sparsityPenalty,
    l1_penalty: (report: StepReport) => report.l1Penalty,
    gradient_norm: (report: StepReport) => report.gradientNorm,
    density: ({ firingCounts, rows }: StepReport) =>
      Array.from(firingCounts).reduce((a, b) => a + b, 0) / (rows * firingCounts.length),
  };
  for (const [key, of] of Object.entries(series)) {
    const wanted = expected.steps.map((step) => step[key] ?? NaN);
    const found = reports.slice(0, expected.steps.length).map((report) => of(report) ?? NaN);
    // A gradient follows every rounding in which neurons are the k largest; the figures that are reported hardly do.
    const loosened = key === 'gradient_norm' && floatType === 'float32' ? 10 * tolerance : tolerance;
    expectRelativelyClose(found, wanted, loosened, `${key} per step`);
  }

  if (expected.failure) {
    expect(failure?.message).toContain(`step ${expected.failure.step}:`);
    expect(failure?.message).toContain(`neuron ${expected.failure.neurons[0]}`);
    return;
  }
  expect(failure).toBeUndefined();
  for (const key of ['epoch', 'step', 'neurons_used'] as const) {
    expect(
      epochs.map((epoch) => epoch[key]),
      key,
    ).toEqual(expected.epochs.map((epoch) => epoch[key]));
  }
  for (const key of ['loss', 'mse', 'sparsity_penalty', 'l1_penalty', 'density', 'score'] as const) {
    const wanted = expected.epochs.map((epoch) => epoch[key] ?? NaN);
    expectRelativelyClose(
      epochs.map((epoch) => epoch[key] ?? NaN),
      wanted,
      tolerance,
      `${key} per epoch`,
    );
  }
  const { result, ...kept } = outcome;
  expect(result.best_epoch).toBe(expected.result!.best_epoch);
  expect(result.neurons_used).toBe(expected.result!.neurons_used);
  for (const key of ['score', 'loss', 'density'] as const) {
    expectRelativelyClose([result[key]], [expected.result![key]!], tolerance, `result ${key}`);
  }
  expect(stoppedEarly).toBe(expected.stopped_early);
  expectWeights(final, expected.final_weights, tolerance);
  expectWeights(kept.parameters, expected.best_weights ?? expected.final_weights, tolerance);
}

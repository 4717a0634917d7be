import type { Tensor } from 'onnxruntime-node';
import type { Precision } from '../../../src/core/config/saeConfig';
import { adamScalars } from '../../../src/core/training/adam';
import { momentNames } from '../../../src/core/training/trainingStep';
import { tokensNeeded } from '../../../src/core/transformer/activationRows';
import { readTokens } from '../../../src/runtime/batches';
import { createTrainer } from '../../../src/runtime/createTrainer';
import { DeviceReader, freeOnDevice, isOnDevice } from '../../../src/runtime/deviceMemory';
import { initialParameters } from '../../../src/runtime/initialParameters';
import type { UsableProvider } from '../../../src/runtime/provider';
import { StateLayout } from '../../../src/runtime/stateLayout';
import { StepCall } from '../../../src/runtime/stepCall';
import { arrayOf, tensorOf, zeros } from '../../../src/runtime/tensors';
import type { TrainingInputs } from '../../../src/runtime/trainingInputs';
import { hyperparameterValues, trainingPlan } from '../../../src/runtime/trainingPlan';
import type { TrainingState } from '../../../src/runtime/trainingSession';

/** A form of the graph, and how it is run. */
interface Form {
  /** Of every call, as plain nodes; undefined for a `Loop`, which makes some four or five at a time. */
  readonly steps: number | undefined;
  readonly packed: boolean;
  readonly provider: UsableProvider;
}

const LEARNING_RATE = 1e-3;

/** Makes the first steps of a run by calls of so many each, in the forms that a session chooses. */
export async function trainInChunks(inputs: TrainingInputs, provider: UsableProvider, chunks: readonly number[]) {
  const { session } = await createTrainer(inputs, provider, 'float32');
  const losses: number[] = [];
  for (const steps of chunks) {
    const tokens = readSteps(inputs, losses.length, steps);
    losses.push(...(await session.steps(tokens, steps, losses.length + 1, LEARNING_RATE)).map(({ loss }) => loss));
  }
  const state = await session.state();
  await session.release();
  return { losses, state };
}

/** Makes the first steps of a run in one form. */
export async function trainInForm(inputs: TrainingInputs, total: number, { steps, packed, provider }: Form) {
  const plan = trainingPlan(inputs, 'float32');
  const layout = new StateLayout(plan, packed ? 'webgpu' : 'cpu');
  const call = await StepCall.create(plan, layout, provider, {}, steps);
  const scalars = Object.entries(hyperparameterValues(inputs)).map(([name, value]) => {
    return [name, { shape: [], data: Float64Array.of(value) }] as const;
  });
  const moments = Object.entries(layout.trained).flatMap(([name, shape]) =>
    Object.values(momentNames(name)).map((moment) => [moment, zeros(shape, 'float32')] as const),
  );
  const hyperparameters = tensorsOf(Object.fromEntries(scalars));
  const start = tensorsOf(layout.pack(await initialParameters(inputs, 'float32')));
  let state: Readonly<Record<string, Tensor>> = { ...start, ...Object.fromEntries(moments) };
  const losses: number[] = [];
  while (losses.length < total) {
    const first = losses.length;
    const count = steps ?? Math.min(5 - (first % 2), total - first);
    const adam = Array.from({ length: count }, (_, step) => adamScalars(first + step + 1, LEARNING_RATE));
    const results = await call.run(readSteps(inputs, first, count), adam, { ...hyperparameters, ...state });
    freeOnDevice(Object.values(state));
    state = results.state;
    losses.push(...adam.map((_, step) => results.collected('loss', step)![0]!));
  }
  const arrays = await arraysOf(state, provider);
  freeOnDevice(Object.values(state));
  await call.release();
  return { losses, state: layout.unpack(arrays) };
}

/** The inputs of the same run in another precision, which the provider that was asked for may not have. */
export function inPrecision(inputs: TrainingInputs, precision: Precision): TrainingInputs {
  return { ...inputs, config: { ...inputs.config, precision } };
}

function readSteps({ batches, site, config, model }: TrainingInputs, first: number, steps: number): Int32Array {
  const shape = { batchSize: config.batch_size, digits: model.digits, positions: tokensNeeded(site) };
  return readTokens(batches, 1, first, steps, shape);
}

function tensorsOf(arrays: TrainingState): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, tensorOf(array, 'float32')]));
}

async function arraysOf(state: Readonly<Record<string, Tensor>>, provider: UsableProvider): Promise<TrainingState> {
  let tensors = state;
  if (Object.values(state).some(isOnDevice)) {
    const reader = await DeviceReader.create(state, provider, {});
    tensors = await reader.read(state, Object.keys(state));
    await reader.release();
  }
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, arrayOf(tensor)]));
}

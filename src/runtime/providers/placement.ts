import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Placement } from '../../core/run/providerRecord';
import { tokensNeeded } from '../../core/transformer/activationRows';
import { readTokens } from '../batches';
import { createTrainer } from '../createTrainer';
import type { SessionOptions, UsableProvider } from '../provider';
import type { TrainingInputs } from '../trainingInputs';
import type { TrainingSession } from '../trainingSession';
import { readProfiles, type SessionProfile } from './profile';

/** Steps of the calls that are profiled: enough of them for every form of the step that training would come to. */
const STEPS_OF_CALLS = [1, 16, 16, 16, 16, 16];
/** After so long no further call is made: on a slow device one says enough. */
const MILLISECONDS = 2000;

/** Finds out where a training step is computed: what ONNX Runtime hands back to the CPU it tells only in a profile. */
export async function findPlacement(
  inputs: TrainingInputs,
  provider: UsableProvider,
  device: number,
): Promise<Placement> {
  const folder = await mkdtemp(join(tmpdir(), 'quanta-profile-'));
  try {
    const { steps, before } = await makeCalls(inputs, provider, { device, profile: join(folder, 'profile') });
    const profiles = await readProfiles(folder);
    return placementOf(profiles[before]!, steps);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns which form of the step is in use in the end, and how many steps it has made. */
async function makeCalls(
  inputs: TrainingInputs,
  provider: UsableProvider,
  options: SessionOptions,
): Promise<TrainingSession['formInUse']> {
  const { config, batches, model, site } = inputs;
  const shape = { batchSize: config.batch_size, digits: model.digits, positions: tokensNeeded(site) };
  const { session } = await createTrainer(inputs, provider, 'float32', undefined, options);
  const end = performance.now() + MILLISECONDS;
  try {
    let step = 1;
    for (const wished of STEPS_OF_CALLS) {
      const count = Math.min(wished, batches.perEpoch);
      await session.steps(readTokens(batches, 1, 0, count, shape), count, step, config.learning_rate);
      step += count;
      if (performance.now() > end) break;
    }
    return session.formInUse;
  } finally {
    // Writes the profiles.
    await session.release();
  }
}

function placementOf({ onProvider, launches, copies, onCpu }: SessionProfile, steps: number): Placement {
  const perStep = (count: number) => Math.round((10 * count) / steps) / 10;
  return {
    launches_per_step: perStep(launches === 0 ? onProvider : launches),
    copies_per_step: perStep(copies),
    cpu_operations_per_step: perStep([...onCpu.values()].reduce((sum, count) => sum + count, 0)),
    cpu_operations: [...onCpu.keys()].sort(),
  };
}

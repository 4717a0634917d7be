import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors';
import type { FloatArray } from '../core/floatArray';
import { readSafetensors } from '../core/formats/safetensors/readSafetensors';
import { writeSafetensors } from '../core/formats/safetensors/writeSafetensors';
import { writeFileAtomically } from '../store/atomicFile';
import { fileExists } from '../store/fileExists';
import { withFile } from '../store/fileSource';
import type { Snapshot } from './trainer';

const FILE = 'state.safetensors';
const METADATA_KEY = 'quanta';
/** Prefixes of tensor names: training's own state, and the weights kept of the best epoch. */
const STATE = 'state.';
const BEST = 'best.';
const BEST_DENSITIES = 'best_densities';

const count = z.int().min(0);
const figures = z.object({
  epoch: count,
  loss: z.number(),
  density: z.number(),
  neurons_used: count,
  score: z.number(),
});
const metadataSchema = z.object({
  /** Bytes of metrics.jsonl that were written when the snapshot was taken. */
  metricsBytes: count,
  counters: z.object({
    epoch: count,
    batch: count,
    step: count,
    adamStep: count,
    seconds: z.number(),
    epochSums: z.object({
      steps: count,
      rows: count,
      loss: z.number(),
      mse: z.number(),
      sparsityPenalty: z.number().nullable(),
      l1Penalty: z.number().nullable(),
      density: z.number(),
      firingCounts: z.array(count),
    }),
    course: z.object({
      epochs: count,
      calm: count,
      stoppedEarly: z.boolean(),
      last: figures.nullable(),
      lastFull: figures.nullable(),
      best: figures.nullable(),
    }),
  }),
});

/** A checkpoint: where training stood, and how much of metrics.jsonl belongs to it. */
export interface Checkpoint {
  readonly snapshot: Snapshot;
  readonly metricsBytes: number;
}

/**
 * Writes a checkpoint as one file, replaced in one move: whatever happens meanwhile, the folder holds one whole
 * checkpoint, the old or the new.
 */
export async function writeCheckpoint(folder: string, { snapshot, metricsBytes }: Checkpoint): Promise<void> {
  const { counters, state, best } = snapshot;
  const tensors = new Map<string, FloatArray>(Object.entries(state).map(([name, array]) => [STATE + name, array]));
  if (best) {
    for (const [name, array] of Object.entries(best.parameters)) tensors.set(BEST + name, array);
    tensors.set(BEST_DENSITIES, { shape: [best.densities.length], data: best.densities });
  }
  const metadata = new Map([[METADATA_KEY, JSON.stringify({ metricsBytes, counters })]]);
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, FILE), writeSafetensors(tensors, metadata));
}

/**
 * Reads a run's checkpoint; undefined where it has none yet.
 *
 * @throws UserError naming the file where it is damaged
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const path = join(folder, FILE);
  if (!(await fileExists(path))) return undefined;
  return withFile(path, async (source) => {
    const { tensors, metadata } = await readSafetensors(source);
    const { metricsBytes, counters } = parseMetadata(path, metadata.get(METADATA_KEY));
    const state: Record<string, FloatArray> = {};
    const parameters: Record<string, FloatArray> = {};
    for (const [name, entry] of tensors) {
      if (name.startsWith(STATE)) state[name.slice(STATE.length)] = await entry.readFloats();
      if (name.startsWith(BEST)) parameters[name.slice(BEST.length)] = await entry.readFloats();
    }
    const densities = await tensors.get(BEST_DENSITIES)?.readFloats();
    const best = densities ? { parameters, densities: Float64Array.from(densities.data) } : null;
    return { metricsBytes, snapshot: { counters, state, best } };
  });
}

function parseMetadata(path: string, text: string | undefined): z.infer<typeof metadataSchema> {
  try {
    return metadataSchema.parse(JSON.parse(text ?? ''));
  } catch {
    throw new UserError(`${path}: not a checkpoint of Quanta; start a new run, or restore the file`);
  }
}

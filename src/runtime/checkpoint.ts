import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../core/errors';
import { bytesOf, type FloatArray } from '../core/floatArray';
import { readSafetensors } from '../core/formats/safetensors/readSafetensors';
import { writeSafetensors } from '../core/formats/safetensors/writeSafetensors';
import { writeFileAtomically } from '../store/atomicFile';
import { fileExists } from '../store/fileExists';
import { withFile } from '../store/fileSource';
import type { Snapshot } from './trainer';

const FILE = 'state.safetensors';
const METADATA_KEY = 'quanta';
const DIGEST_KEY = 'sha256';
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
const sums = z.object({
  steps: count,
  rows: count,
  loss: z.number(),
  mse: z.number(),
  sparsityPenalty: z.number().nullable(),
  l1Penalty: z.number().nullable(),
  density: z.number(),
  firingCounts: z.array(count),
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
    epochSums: sums,
    intervalSums: sums,
    intervalStart: z.number(),
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
 * Writes a checkpoint as one file, replaced in one move: whatever happens meanwhile, the folder, which must be there,
 * holds one whole checkpoint, the old or the new.
 */
export async function writeCheckpoint(folder: string, { snapshot, metricsBytes }: Checkpoint): Promise<void> {
  const { counters, state, best } = snapshot;
  const tensors = new Map<string, FloatArray>(Object.entries(state).map(([name, array]) => [STATE + name, array]));
  if (best) {
    for (const [name, array] of Object.entries(best.parameters)) tensors.set(BEST + name, array);
    tensors.set(BEST_DENSITIES, { shape: [best.densities.length], data: best.densities });
  }
  const text = JSON.stringify({ metricsBytes, counters });
  const metadata = new Map([
    [METADATA_KEY, text],
    [DIGEST_KEY, digestOf(text, tensors)],
  ]);
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
    const { tensors: entries, metadata } = await readSafetensors(source);
    const tensors = new Map<string, FloatArray>();
    for (const [name, entry] of entries) tensors.set(name, await entry.readFloats());
    const text = metadata.get(METADATA_KEY) ?? '';
    if (metadata.get(DIGEST_KEY) !== digestOf(text, tensors)) throw damaged(path);
    const { metricsBytes, counters } = parseMetadata(path, text);
    const densities = tensors.get(BEST_DENSITIES);
    const best = densities
      ? { parameters: withPrefix(tensors, BEST), densities: Float64Array.from(densities.data) }
      : null;
    return { metricsBytes, snapshot: { counters, state: withPrefix(tensors, STATE), best } };
  });
}

/** SHA-256 of all that a checkpoint says: training would go on from a changed number without noticing. */
function digestOf(text: string, tensors: ReadonlyMap<string, FloatArray>): string {
  const hash = createHash('sha256').update(text);
  for (const name of [...tensors.keys()].sort()) {
    const { shape, data } = tensors.get(name)!;
    hash.update(`${name}[${shape.join()}]`).update(bytesOf(data));
  }
  return hash.digest('hex');
}

/** The tensors whose names begin with a prefix, by the rest of their names. */
function withPrefix(tensors: ReadonlyMap<string, FloatArray>, prefix: string): Record<string, FloatArray> {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function parseMetadata(path: string, text: string): z.infer<typeof metadataSchema> {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): UserError {
  return new UserError(`${path}: damaged, or not a checkpoint of Quanta; restore the file, or start a new run`);
}

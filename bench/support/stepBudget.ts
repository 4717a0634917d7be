import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SaeConfig } from '../../src/core/config/saeConfig';
import { OurTraining } from './ourTraining';

const STEPS = 40;
const PRODUCTS = ['Gemm', 'FusedGemm', 'MatMul', 'FusedMatMul'];

interface ProfileEntry {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args: { readonly op_name?: string; readonly output_type_shape?: readonly Record<string, number[]>[] };
}

/**
 * Where the time of a step on the CPU goes, by ONNX Runtime's profile, which itself takes a little: rows of what it is,
 * runs per step, milliseconds per step and share.
 */
export async function stepBudget(folder: string, keys: Omit<SaeConfig, 'kind'>): Promise<string[][]> {
  const training = await OurTraining.open(folder, keys, 'cpu', { profile: join(folder, 'profile') });
  await training.secondsPerStep(STEPS);
  const steps = training.steps;
  await training.close();
  const nodes = (await readEntries(folder)).filter(
    ({ cat, name, args }) => cat === 'Node' && name.endsWith('_kernel_time') && args.op_name !== 'Loop',
  );
  const groups = new Map<string, { runs: number; milliseconds: number }>();
  for (const { args, dur } of nodes) {
    const group = groupOf(args);
    const { runs, milliseconds } = groups.get(group) ?? { runs: 0, milliseconds: 0 };
    groups.set(group, { runs: runs + 1, milliseconds: milliseconds + dur / 1000 });
  }
  const total = [...groups.values()].reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [...groups]
    .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
    .map(([group, { runs, milliseconds }]) => [
      group,
      (runs / steps).toFixed(0),
      (milliseconds / steps).toFixed(2),
      `${((100 * milliseconds) / total).toFixed(1)}%`,
    ]);
}

/** Matrix products, or passes over arrays of one size: [rows, width], [rows, neurons], a weight matrix, small ones. */
function groupOf({ op_name: operation = '', output_type_shape: outputs = [] }: ProfileEntry['args']): string {
  if (PRODUCTS.includes(operation)) return 'matrix products';
  const shape = Object.values(outputs[0] ?? {})[0] ?? [];
  const size = shape.reduce((a, b) => a * b, 1);
  return size < 1e5 ? 'operations with small results' : `${operation} to [${shape.join(', ')}]`;
}

async function readEntries(folder: string): Promise<ProfileEntry[]> {
  const names = (await readdir(folder)).filter((name) => /^profile.*\.json$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => JSON.parse(text) as ProfileEntry[]);
}

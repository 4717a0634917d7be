import { sizeOf, type FloatArray } from '../core/floatArray';
import type { Shape } from '../core/graph/shape';
import { packArrays, packedShape, unpackArrays } from '../core/training/packing';
import { momentNames, PACKED, trainedShapes, type TrainingStepPlan } from '../core/training/trainingStep';
import { hookWidth } from '../core/transformer/hooks';
import { BYTES_PER_FLOAT } from './memory';
import type { UsableProvider } from './provider';

/** Arrays by name. */
type Arrays = Readonly<Record<string, FloatArray>>;

/** The largest array that every WebGPU device can bind. */
export const MOST_BYTES_OF_ARRAY = 128 * 2 ** 20;

/**
 * How a graph takes parameters and moments: each by itself, or, on devices, where few large operations are faster than
 * many small ones, packed into one array of parameters and one of each moment.
 */
export class StateLayout {
  readonly packed: boolean;
  private readonly shapes: Readonly<Record<string, Shape>>;

  constructor(plan: TrainingStepPlan, provider: UsableProvider) {
    const { transformer, site, floatType, members } = plan;
    this.shapes = trainedShapes(plan, hookWidth(transformer.config, site.hook));
    const bytes = BYTES_PER_FLOAT * sizeOf(packedShape(Object.values(this.shapes)));
    const isWorthIt = provider !== 'cpu' && floatType === 'float32' && bytes <= MOST_BYTES_OF_ARRAY;
    // Several SAEs are large operations already.
    this.packed = isWorthIt && members === undefined;
  }

  /** Names and shapes of the inputs that hold parameters. */
  get trained(): Readonly<Record<string, Shape>> {
    return this.packed ? { [PACKED]: packedShape(Object.values(this.shapes)) } : this.shapes;
  }

  /** The arrays of the graph's inputs, from those of the parameters, with their moments or without. */
  pack(arrays: Arrays): Arrays {
    if (!this.packed) return arrays;
    const groups = this.groups().filter(({ names }) => names.every((name) => name in arrays));
    return Object.fromEntries(
      groups.map(({ input, names }) => [input, packArrays(names.map((name) => arrays[name]!))]),
    );
  }

  /** Undoes `pack`. */
  unpack(arrays: Arrays): Arrays {
    if (!this.packed) return arrays;
    const groups = this.groups().filter(({ input }) => input in arrays);
    return Object.fromEntries(
      groups.flatMap(({ input, names }) => {
        const parts = unpackArrays(arrays[input]!, Object.values(this.shapes));
        return names.map((name, index) => [name, parts[index]!]);
      }),
    );
  }

  /** The packed inputs, and what lies in each. */
  private groups(): { input: string; names: string[] }[] {
    const names = Object.keys(this.shapes);
    const { m, v } = momentNames(PACKED);
    return [
      { input: PACKED, names },
      { input: m, names: names.map((name) => momentNames(name).m) },
      { input: v, names: names.map((name) => momentNames(name).v) },
    ];
  }
}

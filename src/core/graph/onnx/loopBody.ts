import { sizeOf } from '../../floatArray';
import { ancestors } from '../ancestors';
import type { Tensor } from '../tensor';

/** One iteration of a loop, as tensors of one graph. Its other inputs keep one value through the loop. */
export interface LoopBody {
  /** Inputs that take one slice at each iteration. */
  readonly scanned: readonly Scanned[];
  /** Inputs that are carried on, with the value that each has in the next iteration. */
  readonly carried: readonly { readonly input: Tensor; readonly next: Tensor }[];
  /** Results of every iteration, all of the graph's float type. */
  readonly collected: Readonly<Record<string, Tensor>>;
}

/** An input of a loop's body, and where its slices come from. */
export interface Scanned {
  readonly input: Tensor;
  /**
   * The slices of all iterations, along a new first axis, computed from inputs that keep one value through the loop;
   * without it the input is fed its slices, stacked in the same way.
   */
  readonly slices?: Tensor;
}

/** Name of the model output that holds a carried input's last value. */
export function carriedOutput(input: string): string {
  return `${input}.next`;
}

/** Name of the model output that holds what was collected: [iterations, sum of the sizes], one result after another. */
export const COLLECTED = 'collected';

/** Where each collected result lies within a row of the output `COLLECTED`. */
export function collectedLayout({ collected }: LoopBody): Map<string, { offset: number; size: number }> {
  const layout = new Map<string, { offset: number; size: number }>();
  let offset = 0;
  for (const [name, { shape }] of Object.entries(collected)) {
    const size = sizeOf(shape);
    layout.set(name, { offset, size });
    offset += size;
  }
  return layout;
}

/** Length of a row of the output `COLLECTED`. */
export function collectedSize({ collected }: LoopBody): number {
  return Object.values(collected).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The name of an input. */
export function inputName({ origin }: Tensor): string {
  if (origin.kind !== 'input') throw new Error('not an input of the graph');
  return origin.name;
}

/** Everything that must be computed of an iteration. */
export function rootsOf({ carried, collected }: LoopBody): Tensor[] {
  return [...carried.map(({ next }) => next), ...Object.values(collected)];
}

/**
 * What an iteration uses that is the same in all: computed once, in front of the loop. Constants are not among it, so
 * that they stay where they are used and the runtime sees that they are constant.
 */
export function invariants(body: LoopBody): Tensor[] {
  const changing = new Set([...body.scanned, ...body.carried].map(({ input }) => input));
  const used = new Set<Tensor>(body.scanned.flatMap(({ slices }) => slices ?? []));
  const roots = rootsOf(body);
  for (const tensor of ancestors(roots)) {
    const operands = tensor.origin.kind === 'operation' ? tensor.origin.inputs : [];
    if (operands.some((operand) => changing.has(operand))) changing.add(tensor);
    if (changing.has(tensor)) operands.forEach((operand) => used.add(operand));
  }
  return [...used, ...roots].filter((tensor) => !changing.has(tensor) && tensor.origin.kind !== 'constant');
}

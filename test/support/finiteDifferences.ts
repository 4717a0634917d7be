import { expect } from 'vitest';
import type { FloatArray } from '../../src/core/floatArray';
import { gradients } from '../../src/core/graph/autodiff';
import { Graph } from '../../src/core/graph/graph';
import type { Tensor } from '../../src/core/graph/tensor';
import { runGraph } from './runGraph';

/** Seeded values in [low, high), the same on every machine. */
export function values(shape: readonly number[], low: number, high: number, seed = 1): FloatArray {
  let state = seed;
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return low + ((high - low) * state) / 2 ** 32;
  });
  return { shape, data };
}

/**
 * Compares the gradients of `build`, run in float64 on ONNX Runtime, with central differences of its value, for every
 * element of every input. A result that is no scalar is first weighted with fixed numbers and summed.
 */
export async function expectGradients(
  inputs: Record<string, FloatArray>,
  build: (tensors: Record<string, Tensor>, graph: Graph) => Tensor,
  tolerance = 1e-6,
): Promise<void> {
  const graph = new Graph('float64');
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [name, graph.input(name, shape)]),
  );
  const result = build(tensors, graph);
  const weights = graph.constant([...values(result.shape, 0.5, 1.5, 99).data], result.shape);
  const scalar = result.rank === 0 ? result : result.mul(weights).sum();
  const derivatives = gradients(scalar, Object.values(tensors));
  const names = Object.keys(inputs);
  const outputs = Object.fromEntries(names.map((name, index) => [`d:${name}`, derivatives[index]!]));
  const exact = await runGraph(outputs, inputs);
  // One stacked run would need a batch axis in every graph; tiny graphs are run once per element instead.
  const step = 1e-5;
  for (const [name, input] of Object.entries(inputs)) {
    for (let i = 0; i < input.data.length; i++) {
      const at = async (offset: number) => {
        const data = Float64Array.from(input.data);
        data[i]! += offset;
        return (await runGraph({ value: scalar }, { ...inputs, [name]: { shape: input.shape, data } })).value![0]!;
      };
      const difference = ((await at(step)) - (await at(-step))) / (2 * step);
      expect(
        Math.abs(exact[`d:${name}`]![i]! - difference),
        `${name}[${i}]: ${exact[`d:${name}`]![i]} against ${difference}`,
      ).toBeLessThan(tolerance * Math.max(1, Math.abs(difference)));
    }
  }
}

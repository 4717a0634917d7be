import type { Tensor } from 'onnxruntime-node';
import { Graph } from '../../src/core/graph/graph';
import { encodeModel } from '../../src/core/graph/onnx/encodeModel';
import { randomStream } from '../../src/core/random/stream';
import type { TransformerConfig } from '../../src/core/transformer/transformerConfig';
import { createSession } from '../../src/runtime/provider';
import { tensorOf } from '../../src/runtime/tensors';
import type { Contestant } from './interleaved';

/** A matrix product, or a stack of them. */
export interface Product {
  readonly stack?: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** The second factor is a weight of the model, which the runtime prepares once. */
  readonly frozen?: boolean;
}

/** The large products of a step that trains on the first layer's `mlp.hook_post`. */
export function productsOfStep(config: TransformerConfig, questions: number, encodingDim: number): Product[] {
  const { nCtx, nHeads, dModel } = config;
  const attention = { stack: questions, rows: nCtx, inner: nHeads * nCtx, columns: dModel };
  return [attention, ...mlpAndSae(config, questions, encodingDim)];
}

/** The same where the attention is computed as in any other layer. */
export function productsWithoutTables(config: TransformerConfig, questions: number, encodingDim: number): Product[] {
  const { nCtx, nHeads, dHead, dModel } = config;
  const rows = questions * nCtx;
  const heads = nHeads * dHead;
  const projection = { rows, inner: dModel, columns: heads, frozen: true };
  const stack = questions * nHeads;
  return [
    projection,
    projection,
    projection,
    { stack, rows: nCtx, inner: dHead, columns: nCtx },
    { stack, rows: nCtx, inner: nCtx, columns: dHead },
    { rows, inner: heads, columns: dModel, frozen: true },
    ...mlpAndSae(config, questions, encodingDim),
  ];
}

function mlpAndSae({ nCtx, dModel, dMlp }: TransformerConfig, questions: number, encodingDim: number): Product[] {
  const rows = questions * nCtx;
  return [
    { rows, inner: dModel, columns: dMlp, frozen: true },
    { rows, inner: dMlp, columns: encodingDim },
    { rows, inner: encodingDim, columns: dMlp },
    { rows: encodingDim, inner: rows, columns: dMlp },
    { rows, inner: dMlp, columns: encodingDim },
    { rows: dMlp, inner: rows, columns: encodingDim },
  ];
}

/** Floating-point operations: a multiplication and an addition for each pair of entries that meet. */
export function flops(products: readonly Product[]): number {
  return products.reduce((sum, { stack = 1, rows, inner, columns }) => sum + 2 * stack * rows * inner * columns, 0);
}

/** The products alone, on the CPU, as what can be reached at best. */
export async function productsAlone(
  products: readonly Product[],
): Promise<Contestant & { close: () => Promise<void> }> {
  const graph = new Graph('float32');
  const random = randomStream(1, 'weights', 0);
  const feeds: Record<string, Tensor> = {};
  const values = (shape: readonly number[]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape, data: Float32Array.from(random.uniformFloats(size, -1, 1)) };
  };
  const fed = (name: string, shape: readonly number[]) => {
    feeds[name] = tensorOf(values(shape), 'float32');
    return graph.input(name, shape);
  };
  // One row of each is handed out: enough for the product to be needed.
  const row = graph.constant([0], [1], 'int64');
  const outputs = products.map(({ stack, rows, inner, columns, frozen }, i) => {
    const stacked = (shape: readonly number[]) => (stack === undefined ? shape : [stack, ...shape]);
    const first = fed(`a${i}`, stacked([rows, inner]));
    const shape = stacked([inner, columns]);
    const second = frozen ? graph.weight(`b${i}`, values(shape)) : fed(`b${i}`, shape);
    return [`row${i}`, first.matMul(second).gather(row)] as const;
  });
  const session = await createSession(encodeModel(Object.fromEntries(outputs)), 'cpu');
  return {
    secondsPerStep: async (steps) => {
      const start = performance.now();
      for (let step = 0; step < steps; step++) await session.run(feeds);
      return (performance.now() - start) / 1000 / steps;
    },
    close: () => session.release(),
  };
}

import { randomStream } from '../../src/core/random/stream';
import { tensorShapes, type TransformerConfig } from '../../src/core/transformer/transformerConfig';
import { writeStateDict } from '../../src/store/torchFile';

/** The sizes of the notebook's model. */
export const WIDE_MODEL: TransformerConfig = {
  nLayers: 3,
  nHeads: 4,
  dModel: 510,
  dHead: 170,
  dMlp: 2040,
  nCtx: 22,
  dVocab: 15,
};

/** Writes a checkpoint of random weights, as wide as TransformerLens' at the start of training; they cost what trained ones do. */
export async function writeRandomModel(path: string, config: TransformerConfig): Promise<void> {
  const random = randomStream(1, 'weights', 0);
  const bound = Math.sqrt(3) * (0.8 / Math.sqrt(config.dModel)); // a uniform distribution of that standard deviation
  const tensors = [...tensorShapes(config)].map(([name, shape]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const scale = name.endsWith('.w') ? 1 : 0;
    const data = name.includes('.W_') ? random.uniformFloats(size, -bound, bound) : new Float64Array(size).fill(scale);
    return [name, { shape, data: Float32Array.from(data) }] as const;
  });
  await writeStateDict(path, new Map(tensors));
}

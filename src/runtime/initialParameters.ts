import { toFloatType, type FloatArray, type FloatType } from '../core/floatArray';
import { Graph } from '../core/graph/graph';
import { encodeModel } from '../core/graph/onnx/encodeModel';
import { randomStream } from '../core/random/stream';
import { architectureOf } from '../core/sae/architectures';
import { activationRows, tokensNeeded } from '../core/transformer/activationRows';
import { hookWidth } from '../core/transformer/hooks';
import { readTokens } from './batches';
import { createSession } from './provider';
import { arrayOf, tokenTensor } from './tensors';
import type { TrainingInputs } from './trainingInputs';

/**
 * The parameters that training starts from: those of `init_from`, or random ones that follow from the seed. What they
 * need of the model is computed on the CPU, so that they are the same whatever the provider.
 */
export async function initialParameters(
  inputs: TrainingInputs,
  floatType: FloatType,
): Promise<Readonly<Record<string, FloatArray>>> {
  const { config, model, site, initial } = inputs;
  if (initial) {
    const { W_enc, b_enc, W_dec, b_dec } = initial;
    return { W_enc, b_enc, W_dec, b_dec };
  }
  const width = hookWidth(model.config, site.hook);
  const architecture = architectureOf(config.architecture);
  const dataMean = architecture.needsDataMean ? await meanOfFirstBatch(inputs, floatType) : undefined;
  const random = randomStream(config.seed, 'weights', 0);
  return architecture.initialise({ width, encodingDim: config.encoding_dim }, random, dataMean);
}

/** Mean activations of the first batch that training sees; [width]. */
async function meanOfFirstBatch(inputs: TrainingInputs, floatType: FloatType) {
  const { config, site, model, batches, rules, transformer } = inputs;
  const graph = new Graph(floatType);
  const { rows } = activationRows(graph, transformer, site, config.batch_size);
  const session = await createSession(encodeModel({ mean: rows.mean([0]) }), 'cpu');
  const shape = { batchSize: config.batch_size, digits: model.digits, positions: tokensNeeded(site) };
  const tokens = readTokens(batches, 1, rules.dropFirstBatch ? 1 : 0, 1, shape);
  const { mean } = await session.run({ tokens: tokenTensor(tokens, [config.batch_size, shape.positions]) });
  await session.release();
  return toFloatType(arrayOf(mean!), floatType).data;
}

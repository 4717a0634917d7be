import * as ort from 'onnxruntime-node';
import { toFloatType, type FloatArray, type FloatType } from '../core/floatArray';
import { Graph } from '../core/graph/graph';
import { encodeModel } from '../core/graph/onnx/encodeModel';
import { randomStream } from '../core/random/stream';
import { architectureOf } from '../core/sae/architectures';
import { activationRows, tokensNeeded } from '../core/transformer/activationRows';
import { hookWidth } from '../core/transformer/hooks';
import { readTokens } from './batches';
import { createSession, type UsableProvider } from './provider';
import { arrayOf } from './tensors';
import type { TrainingInputs } from './trainingInputs';

/**
 * The parameters that training starts from: those of `init_from`, or random ones that follow from the seed.
 */
export async function initialParameters(
  inputs: TrainingInputs,
  floatType: FloatType,
  provider: UsableProvider,
): Promise<Readonly<Record<string, FloatArray>>> {
  const { config, model, site, initial } = inputs;
  if (initial) {
    const { W_enc, b_enc, W_dec, b_dec } = initial;
    return { W_enc, b_enc, W_dec, b_dec };
  }
  const width = hookWidth(model.config, site.hook);
  const architecture = architectureOf(config.architecture);
  const dataMean = architecture.needsDataMean ? await meanOfFirstBatch(inputs, floatType, provider) : undefined;
  const random = randomStream(config.seed, 'weights', 0);
  return architecture.initialise({ width, encodingDim: config.encoding_dim }, random, dataMean);
}

/** Mean activations of the first batch that training sees; [width]. */
async function meanOfFirstBatch(inputs: TrainingInputs, floatType: FloatType, provider: UsableProvider) {
  const { config, site, model, batches, rules, transformer } = inputs;
  const graph = new Graph(floatType);
  const { rows } = activationRows(graph, transformer, site, config.batch_size);
  const session = await createSession(encodeModel({ mean: rows.mean([0]) }), provider);
  const shape = { batchSize: config.batch_size, digits: model.digits, positions: tokensNeeded(site) };
  const tokens = readTokens(batches, 1, rules.dropFirstBatch ? 1 : 0, 1, shape);
  const { mean } = await session.run({ tokens: new ort.Tensor('int32', tokens, [config.batch_size, shape.positions]) });
  await session.release();
  return toFloatType(arrayOf(mean!), floatType).data;
}

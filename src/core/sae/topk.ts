import { meanSquaredError, type Architecture } from './architecture';
import { scaledRows, uniform } from './initialisation';
import { linear, type LinearParameter } from './linear';
import { transpose } from '../floatArray';

/** Norm of each decoder row at the start, as in SAELens (`decoder_init_norm`). */
const DECODER_NORM = 0.1;

/**
 * TopK SAE (Gao et al. 2024, arXiv 2406.04093) as SAELens v6 has it, without its auxiliary loss: the decoder's bias is
 * subtracted from the input, and of the ReLU activations of a row the k largest are kept.
 */
export const topk: Architecture<LinearParameter, never> = {
  name: 'topk',
  hyperparameters: [],
  ...linear,
  needsDataMean: true,

  initialise: ({ width, encodingDim }, random, dataMean) => {
    const decoder = scaledRows(uniform(random, [encodingDim, width], 1), DECODER_NORM);
    return {
      W_enc: transpose(decoder),
      b_enc: { shape: [encodingDim], data: new Float64Array(encodingDim) },
      W_dec: decoder,
      b_dec: { shape: [width], data: dataMean ?? new Float64Array(width) },
    };
  },

  encode: (p, x, { k = 1 }) => {
    // (x - b_dec) · W_enc + b_enc, without a pass over x of its own
    const row = [...p.W_enc.shape.slice(0, -2), 1, x.shape[1]!];
    const bias = p.b_enc.sub(p.b_dec.reshape(row).matMul(p.W_enc).reshape(p.b_enc.shape));
    return x.matMul(p.W_enc).add(bias).topKRelu(k);
  },

  loss: (pass) => {
    const mse = meanSquaredError(pass);
    return { loss: mse, mse };
  },
};

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
    const positive = x.sub(p.b_dec).matMul(p.W_enc).add(p.b_enc).relu();
    return positive.topKMask(k).where(positive, 0);
  },

  loss: (pass) => {
    const mse = meanSquaredError(pass);
    return { loss: mse, mse };
  },
};

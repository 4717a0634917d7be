import type { Architecture } from './architecture';

/** The four tensors of an SAE of one linear encoder and one linear decoder, laid out as in SAELens. */
export type LinearParameter = 'W_enc' | 'b_enc' | 'W_dec' | 'b_dec';

/** What architectures of one linear encoder and one linear decoder have in common. */
export const linear: Pick<Architecture<LinearParameter>, 'parameters' | 'neuronParameter' | 'decode'> = {
  parameters: ({ width, encodingDim }) => ({
    W_enc: [width, encodingDim],
    b_enc: [encodingDim],
    W_dec: [encodingDim, width],
    b_dec: [width],
  }),
  neuronParameter: 'b_enc',
  decode: (p, activations) => activations.matMul(p.W_dec).add(p.b_dec),
};

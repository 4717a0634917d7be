import type { FloatArray } from '../../floatArray';

/** The tensors that every SAE has here, in SAELens' names and orientation (rows of data are multiplied from the left). */
export interface SaeTensors {
  /** [width, encodingDim] */
  readonly W_enc: FloatArray;
  /** [encodingDim] */
  readonly b_enc: FloatArray;
  /** [encodingDim, width] */
  readonly W_dec: FloatArray;
  /** [width] */
  readonly b_dec: FloatArray;
}

/** The notebook's SAE: relu(x W_enc + b_enc) W_dec + b_dec. */
export interface KlSae extends SaeTensors {
  readonly architecture: 'kl';
  readonly k?: never;
}

/** As SAELens computes it: the k largest of relu((x - b_dec) W_enc + b_enc), then W_dec and b_dec. */
export interface TopkSae extends SaeTensors {
  readonly architecture: 'topk';
  readonly k: number;
}

export type SaeWeights = KlSae | TopkSae;

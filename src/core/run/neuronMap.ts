/** One figure of every neuron at every position of its SAE, over some questions; [neurons, positions]. */
export interface NeuronMap {
  readonly density: Float32Array;
  readonly mean: Float32Array;
  /** Of the activations that are not zero; NaN where all are. */
  readonly mean_active: Float32Array;
  readonly max: Float32Array;
  /** Mean activation × norm of the decoder's row. */
  readonly contribution: Float32Array;
}

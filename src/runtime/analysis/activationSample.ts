/** Activations of neurons on the first of some questions. */
export class ActivationSample {
  /** [neurons, positions, questions] */
  readonly values: Float32Array;

  constructor(
    private readonly neurons: number,
    private readonly positions: number,
    readonly questions: number,
  ) {
    this.values = new Float32Array(neurons * positions * questions);
  }

  /**
   * @param activations [questions, positions, neurons]
   * @param first index of the first of these questions
   */
  add(activations: Float32Array, first: number): void {
    const { neurons, positions, questions, values } = this;
    const cells = positions * neurons;
    const count = Math.min(activations.length / cells, questions - first);
    for (let place = 0; place < positions; place++) {
      for (let neuron = 0; neuron < neurons; neuron++) {
        const to = (neuron * positions + place) * questions + first;
        const from = place * neurons + neuron;
        for (let i = 0; i < count; i++) values[to + i] = activations[i * cells + from]!;
      }
    }
  }
}

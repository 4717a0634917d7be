/** A neuron that is not as active on some questions as on the others. */
export interface DifferingNeuron {
  readonly neuron: number;
  /** Mean activations. */
  readonly inside: number;
  readonly outside: number;
  /** Of these means, in standard deviations over all questions. */
  readonly difference: number;
}

/**
 * The neurons whose mean activations differ most between some questions and all others, by the difference in standard
 * deviations; neurons that do not vary are left out, and all where there are no others.
 *
 * @param activations [neurons, questions]
 * @param considered the first so many questions; the others have no part in it
 * @param chosen questions, each once; those that are not considered are ignored
 * @param most how many neurons
 */
export function differingNeurons(
  activations: Float32Array,
  { questions, considered }: { readonly questions: number; readonly considered: number },
  chosen: readonly number[],
  most: number,
): DifferingNeuron[] {
  const inside = chosen.filter((question) => question < considered);
  const outside = considered - inside.length;
  if (inside.length === 0 || outside <= 0) return [];
  const found: DifferingNeuron[] = [];
  for (let neuron = 0; neuron * questions < activations.length; neuron++) {
    const own = activations.subarray(neuron * questions, neuron * questions + considered);
    let [sum, squares, chosenSum] = [0, 0, 0];
    for (const value of own) {
      sum += value;
      squares += value * value;
    }
    for (const question of inside) chosenSum += own[question]!;
    const variance = squares / considered - (sum / considered) ** 2;
    // What is left of a constant after rounding is no variance.
    if (!(variance > 1e-12 * (squares / considered))) continue;
    const means = { inside: chosenSum / inside.length, outside: (sum - chosenSum) / outside };
    found.push({ neuron, ...means, difference: (means.inside - means.outside) / Math.sqrt(variance) });
  }
  return found.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, most);
}

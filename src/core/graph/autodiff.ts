import { ancestors } from './ancestors';
import type { Tensor } from './tensor';

/**
 * Reverse-mode automatic differentiation: adds to the graph the derivatives of a scalar.
 *
 * @param scalar a tensor of shape []
 * @param withRespectTo tensors of the same graph
 * @returns for each of `withRespectTo`, a tensor of its shape; zeros where `scalar` does not depend on it
 */
export function gradients(scalar: Tensor, withRespectTo: readonly Tensor[]): Tensor[] {
  if (scalar.rank !== 0) throw new Error(`gradients are of a scalar, not of a tensor [${scalar.shape.join()}]`);
  const { graph } = scalar;
  const tensors = ancestors([scalar]);
  const relevant = new Set<Tensor>(withRespectTo);
  for (const tensor of tensors) {
    const { origin } = tensor;
    if (origin.kind === 'operation' && origin.inputs.some((input) => relevant.has(input))) relevant.add(tensor);
  }

  const derivatives = new Map<Tensor, Tensor>([[scalar, graph.constant(1)]]);
  for (const output of tensors.reverse()) {
    const d = derivatives.get(output);
    if (!d || output.origin.kind !== 'operation' || !relevant.has(output)) continue;
    const { operation, inputs, attributes } = output.origin;
    const contributions = operation.gradient?.(inputs, output, d, attributes) ?? [];
    contributions.forEach((contribution, index) => {
      const input = inputs[index]!;
      if (!contribution || !relevant.has(input)) return;
      const before = derivatives.get(input);
      derivatives.set(input, before ? before.add(contribution) : contribution);
    });
  }
  return withRespectTo.map((tensor) => derivatives.get(tensor) ?? graph.constant(0).expand(tensor.shape));
}

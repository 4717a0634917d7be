import type { Tensor } from './tensor';

/**
 * All tensors that the given ones are computed from, themselves included, in an order of computation.
 *
 * @param isKnown tensors to leave out, and with them whatever only they are computed from
 */
export function ancestors(of: readonly Tensor[], isKnown: (tensor: Tensor) => boolean = () => false): Tensor[] {
  const found = new Set<Tensor>();
  const pending = [...of];
  for (let tensor = pending.pop(); tensor; tensor = pending.pop()) {
    if (found.has(tensor) || isKnown(tensor)) continue;
    found.add(tensor);
    if (tensor.origin.kind === 'operation') pending.push(...tensor.origin.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

import type { SaeWeights } from '../../core/formats/sae/saeWeights';
import type { ActivationSite } from '../../core/transformer/activationRows';
import type { Transformer } from '../../core/transformer/parts';
import type { ModelFile } from '../../store/modelFile';

/** What is analysed: an SAE, and the place in a model whose activations it reads. */
export interface Subject {
  readonly model: ModelFile;
  /** All of the model's layers. */
  readonly transformer: Transformer;
  readonly site: ActivationSite;
  readonly sae: SaeWeights;
}

/** The model's number of neurons and the width of the activations that it reads. */
export function saeSizes({ W_dec }: SaeWeights): { neurons: number; width: number } {
  const [neurons, width] = W_dec.shape as [number, number];
  return { neurons, width };
}

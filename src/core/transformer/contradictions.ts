import type { ModelName } from '../arithmetic/modelName';
import type { TrainConfig } from '../formats/trainJson';
import type { TransformerConfig } from './transformerConfig';

/** What a `_train.json` says of a model's sizes, in its own keys. */
type RecordedSizes = Pick<
  TrainConfig,
  'n_layers' | 'n_heads' | 'n_ctx' | 'n_digits' | 'd_model' | 'd_head' | 'd_mlp' | 'd_vocab'
>;

/**
 * Where a model's name or its `_train.json` says other than its tensors, which are what counts. One line for each.
 *
 * @param digits per operand, by the tensors
 */
export function contradictions(
  config: TransformerConfig,
  digits: number,
  name: ModelName | undefined,
  recorded: RecordedSizes | undefined,
): string[] {
  const { nLayers, nHeads, nCtx, dModel, dHead, dMlp, dVocab } = config;
  const comparisons: [what: string, tensors: number, said: number | undefined, by: string][] = [
    ['layers', nLayers, name?.layers, 'its name'],
    ['heads', nHeads, name?.heads, 'its name'],
    ['digits', digits, name?.digits, 'its name'],
    ['n_layers', nLayers, recorded?.n_layers, 'its train.json'],
    ['n_heads', nHeads, recorded?.n_heads, 'its train.json'],
    ['n_digits', digits, recorded?.n_digits, 'its train.json'],
    ['n_ctx', nCtx, recorded?.n_ctx, 'its train.json'],
    ['d_model', dModel, recorded?.d_model, 'its train.json'],
    ['d_head', dHead, recorded?.d_head, 'its train.json'],
    ['d_mlp', dMlp, recorded?.d_mlp, 'its train.json'],
    ['d_vocab', dVocab, recorded?.d_vocab, 'its train.json'],
  ];
  return comparisons.flatMap(([what, tensors, said, by]) =>
    said === undefined || said === tensors ? [] : [`${what}: ${tensors} by the tensors, ${said} by ${by}`],
  );
}

import { UserError } from '../errors';

/** Sizes of a HookedTransformer, named as in TransformerLens. */
export interface TransformerConfig {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  readonly dMlp: number;
  /** Context length: tokens of a whole question with its answer. */
  readonly nCtx: number;
  readonly dVocab: number;
}

/** What a checkpoint says of one tensor before its values are read. */
export interface TensorInfo {
  readonly dtype: string;
  readonly shape: readonly number[];
}

const FLOATS = ['float16', 'bfloat16', 'float32', 'float64'];
/** Buffers that older TransformerLens versions save; the forward pass makes its own. */
const BUFFERS = /^blocks\.\d+\.attn\.(mask|IGNORE)$/;

/** Shape of every tensor of a model of this size, in the checkpoint's order. */
export function tensorShapes(config: TransformerConfig): Map<string, readonly number[]> {
  const { nLayers, nHeads, dModel, dHead, dMlp, nCtx, dVocab } = config;
  const shapes = new Map<string, readonly number[]>([
    ['embed.W_E', [dVocab, dModel]],
    ['pos_embed.W_pos', [nCtx, dModel]],
  ]);
  for (let layer = 0; layer < nLayers; layer++) {
    for (const [name, shape] of Object.entries(blockShapes())) shapes.set(`blocks.${layer}.${name}`, shape);
  }
  shapes.set('ln_final.w', [dModel]).set('ln_final.b', [dModel]);
  return shapes.set('unembed.W_U', [dModel, dVocab]).set('unembed.b_U', [dVocab]);

  function blockShapes(): Record<string, readonly number[]> {
    const perHead = Object.fromEntries(
      ['Q', 'K', 'V'].flatMap((name) => [
        [`attn.W_${name}`, [nHeads, dModel, dHead]],
        [`attn.b_${name}`, [nHeads, dHead]],
      ]),
    ) as Record<string, readonly number[]>;
    return {
      'ln1.w': [dModel],
      'ln1.b': [dModel],
      'ln2.w': [dModel],
      'ln2.b': [dModel],
      ...perHead,
      'attn.W_O': [nHeads, dHead, dModel],
      'attn.b_O': [dModel],
      'mlp.W_in': [dModel, dMlp],
      'mlp.b_in': [dMlp],
      'mlp.W_out': [dMlp, dModel],
      'mlp.b_out': [dModel],
    };
  }
}

/**
 * Reads a model's sizes off the shapes of its tensors and checks every tensor against them.
 *
 * @param file name for messages
 * @throws UserError naming the tensor that is missing, extra, misshapen or of a wrong type
 */
export function configFromTensors(file: string, tensors: ReadonlyMap<string, TensorInfo>): TransformerConfig {
  const axes = (name: string, rank: number): number[] => {
    const tensor = tensors.get(name);
    if (!tensor) throw new UserError(`${file}: tensor ${name} is missing; is this a TransformerLens checkpoint?`);
    if (tensor.shape.length !== rank) {
      throw new UserError(`${file}: tensor ${name} has shape [${tensor.shape.join(', ')}], expected ${rank} axes`);
    }
    return [...tensor.shape];
  };
  const [dVocab, dModel] = axes('embed.W_E', 2) as [number, number];
  const [nHeads, , dHead] = axes('blocks.0.attn.W_Q', 3) as [number, number, number];
  const config: TransformerConfig = {
    nLayers: countLayers(tensors),
    nHeads,
    dModel,
    dHead,
    dMlp: axes('blocks.0.mlp.W_in', 2)[1]!,
    nCtx: axes('pos_embed.W_pos', 2)[0]!,
    dVocab,
  };
  const empty = Object.entries(config).find(([, size]) => size < 1);
  if (empty)
    throw new UserError(`${file}: ${empty[0]} is ${empty[1]} by the tensors' shapes; a model needs at least 1`);
  checkTensors(file, tensors, tensorShapes(config));
  return config;
}

/** The block that a tensor belongs to: -1 for the embeddings, which come before all, infinity for what comes after. */
export function layerOfTensor(name: string): number {
  const block = /^blocks\.(\d+)\./.exec(name);
  if (block) return Number(block[1]);
  return /^(pos_)?embed\./.test(name) ? -1 : Infinity;
}

function countLayers(tensors: ReadonlyMap<string, TensorInfo>): number {
  const layers = new Set([...tensors.keys()].map(layerOfTensor).filter((layer) => layer >= 0 && layer < Infinity));
  // A gap in the numbering makes the tensors of the missing layer missing, and the surplus ones unknown.
  return layers.size;
}

function checkTensors(
  file: string,
  tensors: ReadonlyMap<string, TensorInfo>,
  expected: ReadonlyMap<string, readonly number[]>,
): void {
  const problems: string[] = [];
  for (const [name, shape] of expected) {
    const found = tensors.get(name);
    if (!found) problems.push(`tensor ${name} is missing (expected shape [${shape.join(', ')}])`);
    else if (found.shape.join() !== shape.join()) {
      problems.push(`tensor ${name} has shape [${found.shape.join(', ')}], expected [${shape.join(', ')}]`);
    } else if (!FLOATS.includes(found.dtype)) {
      problems.push(`tensor ${name} has type ${found.dtype}, expected ${FLOATS.join(', ')}`);
    }
  }
  for (const name of tensors.keys()) {
    if (!expected.has(name) && !BUFFERS.test(name)) problems.push(`tensor ${name} is not part of this architecture`);
  }
  if (problems.length > 0) throw new UserError(problems.map((problem) => `${file}: ${problem}`).join('\n'));
}

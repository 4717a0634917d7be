import { opcode } from '../../src/core/formats/pickle/opcodes';
import { zipParts } from '../../src/store/zipWriter';
import { bytes, call, dict, global, integer, pickle, tensor, text, tuple } from './formats/torchFiles';

/** What a checkpoint says of a tensor. */
interface TensorForm {
  readonly shape: readonly number[];
  /** Class of its storage in PyTorch; its numbers are zeros of four bytes or of eight. */
  readonly storage?: 'FloatStorage' | 'LongStorage';
}

const attention = Object.fromEntries(
  ['Q', 'K', 'V'].flatMap((name) => [
    [`blocks.0.attn.W_${name}`, { shape: [2, 8, 4] }],
    [`blocks.0.attn.b_${name}`, { shape: [2, 4] }],
  ]),
);

/** The tensors of test/fixtures/tiny.pth: one layer, two heads, questions of 6 digits. */
const tiny: Readonly<Record<string, TensorForm>> = {
  'embed.W_E': { shape: [15, 8] },
  'pos_embed.W_pos': { shape: [22, 8] },
  'blocks.0.ln1.w': { shape: [8] },
  'blocks.0.ln1.b': { shape: [8] },
  'blocks.0.ln2.w': { shape: [8] },
  'blocks.0.ln2.b': { shape: [8] },
  ...attention,
  'blocks.0.attn.W_O': { shape: [2, 4, 8] },
  'blocks.0.attn.b_O': { shape: [8] },
  'blocks.0.mlp.W_in': { shape: [8, 32] },
  'blocks.0.mlp.b_in': { shape: [32] },
  'blocks.0.mlp.W_out': { shape: [32, 8] },
  'blocks.0.mlp.b_out': { shape: [8] },
  'ln_final.w': { shape: [8] },
  'ln_final.b': { shape: [8] },
  'unembed.W_U': { shape: [8, 15] },
  'unembed.b_U': { shape: [15] },
};

/** A checkpoint such as tiny.pth, its weights zeros, with some tensors added, changed or (undefined) left out. */
export function modelWith(changes: Readonly<Record<string, TensorForm | undefined>>): Uint8Array {
  const tensors = Object.entries({ ...tiny, ...changes }).filter(([, form]) => form !== undefined);
  const data = tensors.map(([, form], key) => {
    const { shape, storage = 'FloatStorage' } = form!;
    const elements = shape.reduce((a, b) => a * b, 1);
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const size = elements * (storage === 'LongStorage' ? 8 : 4);
    return {
      opcodes: tensor({ storage, key: String(key), elements, shape, strides }),
      entry: { name: `archive/data/${key}`, data: new Uint8Array(size) },
    };
  });
  const items = tensors.flatMap(([name], i) => [text(name), data[i]!.opcodes]);
  return torchZip(
    pickle(dict(...items)),
    data.map(({ entry }) => entry),
  );
}

/** A torch archive with this pickle, and with this data. */
export function torchZip(data: Uint8Array, entries: Parameters<typeof zipParts>[0] = []): Uint8Array {
  return bytes(...zipParts([{ name: 'archive/data.pkl', data }, ...entries]));
}

/** A checkpoint whose only tensor has not-a-number as its size. */
export function modelOfNaNShape(): Uint8Array {
  const nan = bytes(opcode.binFloat, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0);
  const storage = tuple(text('storage'), global('torch', 'FloatStorage'), text('0'), text('cpu'), integer(2));
  const rebuilt = call(
    global('torch._utils', '_rebuild_tensor_v2'),
    bytes(storage, opcode.binPersId),
    integer(0),
    tuple(nan),
    tuple(integer(1)),
    bytes(opcode.newFalse),
    call(global('collections', 'OrderedDict')),
  );
  return torchZip(pickle(dict(text('embed.W_E'), rebuilt)), [{ name: 'archive/data/0', data: new Uint8Array(8) }]);
}

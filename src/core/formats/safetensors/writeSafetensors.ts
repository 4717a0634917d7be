import { bytesOf } from '../../floatArray';
import type { TensorData } from '../dtype';
import { encodeUtf8 } from '../utf8';

/** A tensor to be written: its dtype is the array's own. */
export interface NewTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** The header is padded so that the data, and with it every tensor, lies on a multiple of its element size. */
const alignment = 8;

/**
 * The parts of a safetensors file, to be written one after the other; the data is not copied.
 * Tensors of larger elements come first, as the safetensors library orders them, which keeps all of them aligned.
 * @param metadata becomes the header's `__metadata__`
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NewTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array[] {
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const entries: [string, unknown][] = metadata.size > 0 ? [['__metadata__', Object.fromEntries(metadata)]] : [];
  let position = 0;
  for (const [name, { shape, data }] of ordered) {
    const end = position + data.byteLength;
    entries.push([name, { dtype: dtypeOf(data), shape, data_offsets: [position, end] }]);
    position = end;
  }
  return [encodeHeader(JSON.stringify(Object.fromEntries(entries))), ...ordered.map(([, { data }]) => bytesOf(data))];
}

function encodeHeader(json: string): Uint8Array {
  const text = encodeUtf8(json);
  const length = Math.ceil(text.length / alignment) * alignment;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return header;
}

function dtypeOf(data: TensorData): string {
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

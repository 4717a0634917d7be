import type { Archive, NewEntry } from '../../../src/core/formats/archive';
import { opcode } from '../../../src/core/formats/pickle/opcodes';
import { readStateDict } from '../../../src/core/formats/torch/readStateDict';
import type { Source } from '../../../src/core/formats/source';
import { listZip } from '../../../src/store/zip';
import { zipParts } from '../../../src/store/zipWriter';
import { memorySource } from '../../unit/formats/memorySource';

export type Part = number | string | Uint8Array;

/** Bytes from opcodes, texts and other bytes. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part)))),
  );
}

export function int32(value: number): Uint8Array {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

export function int64(value: bigint): Uint8Array {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64LE(value);
  return buffer;
}

/** The opcodes that push a text, an integer, or call a global with the arguments that `args` pushes. */
export const text = (value: string) => bytes(opcode.binUnicode, int32(Buffer.byteLength(value)), value);
export const integer = (value: number | bigint) =>
  typeof value === 'bigint' ? bytes(opcode.long1, 8, int64(value)) : bytes(opcode.binInt, int32(value));
export const global = (module: string, name: string) => bytes(opcode.global, `${module}\n${name}\n`);
export const tuple = (...items: readonly Uint8Array[]) => bytes(opcode.mark, ...items, opcode.tuple);
export const call = (callee: Uint8Array, ...args: readonly Uint8Array[]) =>
  bytes(callee, tuple(...args), opcode.reduce);
export const dict = (...items: readonly Uint8Array[]) =>
  bytes(opcode.emptyDict, opcode.mark, ...items, opcode.setItems);
export const pickle = (...parts: readonly Part[]) => bytes(opcode.proto, 2, ...parts, opcode.stop);

interface TensorParts {
  storage?: string;
  key?: string;
  elements?: number | bigint;
  offset?: number | bigint;
  shape?: readonly (number | bigint)[];
  strides?: readonly (number | bigint)[];
}

/** The opcodes that push a tensor, of two float32 in the entry data/0 unless said otherwise. */
export function tensor(parts: TensorParts = {}): Uint8Array {
  const { storage = 'FloatStorage', key = '0', elements = 2, offset = 0, shape = [2], strides = [1] } = parts;
  const id = tuple(text('storage'), global('torch', storage), text(key), text('cpu'), integer(elements));
  return call(
    global('torch._utils', '_rebuild_tensor_v2'),
    bytes(id, opcode.binPersId),
    integer(offset),
    tuple(...shape.map(integer)),
    tuple(...strides.map(integer)),
    bytes(opcode.newFalse),
    call(global('collections', 'OrderedDict')),
  );
}

/** A torch archive with that pickle and 8 bytes of data. */
export function torchFile(pickleBytes: Uint8Array, more: readonly NewEntry[] = []): Source {
  const entries = [
    { name: 'archive/data.pkl', data: pickleBytes },
    { name: 'archive/data/0', data: new Uint8Array(8) },
    ...more,
  ];
  return memorySource(bytes(...zipParts(entries)), 'hostile.pth');
}

/** Opens a torch archive and reads every value in it. */
export async function readAllOf(archive: Archive): Promise<Map<string, number[]>> {
  const values = new Map<string, number[]>();
  for (const [name, entry] of await readStateDict(archive)) values.set(name, [...(await entry.readFloats()).data]);
  return values;
}

export async function readTorchFile(source: Source): Promise<Map<string, number[]>> {
  return readAllOf(await listZip(source));
}

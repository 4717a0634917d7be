import { UserError } from '../../errors';
import { decodeFloats } from '../dtype';
import type { Source } from '../source';
import type { StateDict, TensorEntry } from '../stateDict';
import { decodeUtf8 } from '../utf8';
import { parseHeader } from './header';
import type { SafetensorsHeader, TensorRange } from './header';

/** The limit of the safetensors library. */
const maxHeaderBytes = 100_000_000;
const lengthBytes = 8;

export interface SafetensorsFile {
  /** In the order of the data; values are read later, tensor by tensor. */
  readonly tensors: StateDict;
  /** The header's `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** @throws UserError naming the file, and the tensor where there is one, on anything that the format does not allow */
export async function readSafetensors(source: Source): Promise<SafetensorsFile> {
  const { tensors, metadata } = await readSafetensorsHeader(source);
  return { tensors: new Map(tensors.map((range) => [range.name, openTensor(source, range)])), metadata };
}

/**
 * Where the tensors of a file are, for those who read parts of them; `begin` and `end` count from the file's first byte.
 *
 * @throws UserError as {@link readSafetensors}
 */
export async function readSafetensorsHeader(source: Source): Promise<SafetensorsHeader> {
  const length = await readHeaderLength(source);
  const text = decodeUtf8(await source.read(lengthBytes, length), `${source.name} (header)`);
  const dataStart = lengthBytes + length;
  const { tensors, metadata } = parseHeader(text, source.size - dataStart, source.name);
  const inFile = tensors.map((range) => ({ ...range, begin: dataStart + range.begin, end: dataStart + range.end }));
  return { tensors: inFile, metadata };
}

async function readHeaderLength(source: Source): Promise<number> {
  const bytes = await source.read(0, lengthBytes);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes || length > source.size - lengthBytes) {
    throw new UserError(
      `${source.name}: not safetensors, or truncated: its header should take ${length.toString()} bytes, ` +
        `the file has ${source.size}`,
    );
  }
  return Number(length);
}

function openTensor(source: Source, { name, dtype, shape, begin, end }: TensorRange): TensorEntry {
  const where = `${source.name}: tensor ${name}`;
  return {
    name,
    dtype,
    shape,
    readFloats: async () => ({
      shape,
      data: decodeFloats(await source.read(begin, end - begin), dtype, where),
    }),
  };
}

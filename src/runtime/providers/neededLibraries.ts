import { closeSync, openSync, readSync } from 'node:fs';

// The parts of the ELF format (64 bits, little-endian) that lead to the names of a library's own libraries.
const PROGRAM_HEADERS_AT = 32;
const SIZE_OF_PROGRAM_HEADER_AT = 54;
const NUMBER_OF_PROGRAM_HEADERS_AT = 56;
const LOADED = 1;
const DYNAMIC = 2;
const NEEDED = 1n;
const STRINGS = 5n;
const STRINGS_SIZE = 10n;
const ENTRY_BYTES = 16;
/** More than such a table is ever long: what a damaged file says is not believed. */
const MOST_BYTES = 1 << 22;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * The libraries that a shared library of Linux names as needed, which the loader must find before it loads it; for
 * example `libcublas.so.12`.
 *
 * @returns undefined where the file is no such library or cannot be read
 */
export function neededLibraries(path: string): string[] | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return namesOf(file);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function namesOf(file: number): string[] | undefined {
  const header = read(file, 0, 64);
  // The magic number, 64 bits, little-endian.
  if (header.toString('latin1', 0, 4) !== '\x7fELF' || header[4] !== 2 || header[5] !== 1) return undefined;
  const segments = segmentsOf(file, header);
  const dynamic = segments.find(({ type }) => type === DYNAMIC);
  if (!dynamic) return [];
  const table = read(file, dynamic.offset, dynamic.size);
  const entries = Array.from({ length: Math.floor(table.length / ENTRY_BYTES) }, (_, i) => ({
    tag: table.readBigInt64LE(i * ENTRY_BYTES),
    value: Number(table.readBigUInt64LE(i * ENTRY_BYTES + 8)),
  }));
  const valueOf = (wanted: bigint) => entries.find(({ tag }) => tag === wanted)?.value;
  const [address, size] = [valueOf(STRINGS), valueOf(STRINGS_SIZE)];
  const loaded = segments.find(
    (segment) => segment.type === LOADED && address! >= segment.address && address! < segment.address + segment.size,
  );
  if (!loaded || size === undefined) return undefined;
  const strings = read(file, address! - loaded.address + loaded.offset, size);
  return entries
    .filter(({ tag }) => tag === NEEDED)
    .map(({ value }) => strings.toString('latin1', value, strings.indexOf(0, value)));
}

function segmentsOf(file: number, header: Buffer): Segment[] {
  const at = Number(header.readBigUInt64LE(PROGRAM_HEADERS_AT));
  const size = header.readUInt16LE(SIZE_OF_PROGRAM_HEADER_AT);
  const count = header.readUInt16LE(NUMBER_OF_PROGRAM_HEADERS_AT);
  const table = read(file, at, size * count);
  return Array.from({ length: count }, (_, i) => ({
    type: table.readUInt32LE(i * size),
    offset: Number(table.readBigUInt64LE(i * size + 8)),
    address: Number(table.readBigUInt64LE(i * size + 16)),
    size: Number(table.readBigUInt64LE(i * size + 32)),
  }));
}

function read(file: number, position: number, size: number): Buffer {
  if (size > MOST_BYTES) throw new RangeError('no such table is that long');
  const bytes = Buffer.alloc(size);
  if (readSync(file, bytes, 0, size, position) !== size) throw new RangeError('the file ends before the table does');
  return bytes;
}

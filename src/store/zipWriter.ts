import { crc32 } from 'node:zlib';
import type { NewEntry } from '../core/formats/archive';

/** torch.save aligns tensors so that they can be used where they lie when the file is mapped into memory. */
const alignment = 64;
const localHeaderBytes = 30;
/** torch's own extra field, 'FB', which holds nothing but padding. */
const paddingField = 0x4246;
/** Beyond it a zip needs the 64-bit records, which no state dict here comes near. */
const maxBytes = 0xffffffff;

/** The parts of a zip, to be written one after the other; the data is neither compressed nor copied. */
export function zipParts(entries: readonly NewEntry[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const { name, data } of entries) {
    const encodedName = Buffer.from(name);
    const fields = commonFields(encodedName, data);
    directory.push(centralHeader(fields, position), encodedName);
    const padding = paddingAfter(position + localHeaderBytes + encodedName.length);
    const local = localHeader(fields, padding.length);
    parts.push(local, encodedName, padding, data);
    position += local.length + encodedName.length + padding.length + data.length;
  }
  const directoryBytes = lengthOf(directory);
  if (position + directoryBytes > maxBytes) throw new RangeError(`a zip of ${position} bytes needs 64-bit records`);
  return [...parts, ...directory, endRecord(entries.length, directoryBytes, position)];
}

/** The fields that a local and a central header share (APPNOTE.TXT 4.3.7), up to the length of the name. */
function commonFields(name: Uint8Array, data: Uint8Array): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(20, 0); // version needed: 2.0
  fields.writeUInt16LE(0x0800, 2); // names are UTF-8
  fields.writeUInt16LE(0x21, 8); // the earliest date, 1980-01-01: equal content gives equal files
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function localHeader(fields: Buffer, extraLength: number): Buffer {
  const header = Buffer.alloc(localHeaderBytes);
  header.writeUInt32LE(0x04034b50, 0);
  fields.copy(header, 4);
  header.writeUInt16LE(extraLength, 28);
  return header;
}

function centralHeader(fields: Buffer, localOffset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4); // made by: 2.0
  fields.copy(header, 6);
  header.writeUInt32LE(localOffset, 42);
  return header;
}

function endRecord(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}

/** An extra field after which data begins on the alignment. */
function paddingAfter(position: number): Buffer {
  const fieldHeader = 4;
  const rest = (position + fieldHeader) % alignment;
  const length = rest === 0 ? 0 : alignment - rest;
  const field = Buffer.alloc(fieldHeader + length);
  field.writeUInt16LE(paddingField, 0);
  field.writeUInt16LE(length, 2);
  return field;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

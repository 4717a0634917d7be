import { deflateRawSync } from 'node:zlib';
import { describe, it } from 'vitest';
import { listZip } from '../../../src/store/zip';
import { zipParts } from '../../../src/store/zipWriter';
import { readFixture } from '../../unit/formats/fixtures';
import { memorySource } from '../../unit/formats/memorySource';
import { expectUserError } from './expectUserError';
import { bytes, readTorchFile } from './torchFiles';

const good = readFixture('tiny_sae_sweep.pth');
const list = (file: Uint8Array) => listZip(memorySource(file, 'broken.pth'));

/** Byte offsets of fields within a directory entry and within the (64-bit) record at the zip's end: APPNOTE.TXT 4.3. */
const entryField = { flags: 8, method: 10, packedSize: 20, size: 24, localOffset: 42 };
const endField = { entries: 32, entriesHigh: 36, directoryOffset: 48 };

interface Edit {
  field: number;
  value: number;
  width?: 2 | 4;
}

function overwrite(file: Uint8Array, record: number, edits: readonly Edit[]): Uint8Array {
  const copy = Buffer.from(file);
  for (const { field, value, width = 4 } of edits) copy.writeUIntLE(value, record + field, width);
  return new Uint8Array(copy);
}

/** A copy in which fields of the n-th entry of the directory are overwritten. */
function withEntry(n: number, ...edits: Edit[]): Uint8Array {
  let record = -1;
  for (let i = 0; i <= n; i++) record = Buffer.from(good).indexOf(bytes('PK', 1, 2), record + 1);
  return overwrite(good, record, edits);
}

function withEnd(edit: Edit): Uint8Array {
  return overwrite(good, Buffer.from(good).lastIndexOf(bytes('PK', 6, 6)), [edit]);
}

/** Ten million zeros in ten thousand bytes. */
function bomb(): Uint8Array {
  const file = bytes(...zipParts([{ name: 'archive/data.pkl', data: deflateRawSync(new Uint8Array(10_000_000)) }]));
  const record = Buffer.from(file).indexOf(bytes('PK', 1, 2));
  return overwrite(file, record, [
    { field: entryField.method, value: 8, width: 2 },
    { field: entryField.size, value: 10_000_000 },
  ]);
}

const named = (...names: string[]) => bytes(...zipParts(names.map((name) => ({ name, data: bytes(1) }))));

describe('a zip with a broken or hostile directory', () => {
  it.each<[string, Uint8Array, RegExp]>([
    [
      'a deflated entry',
      withEntry(1, { field: entryField.method, value: 8, width: 2 }),
      /data\/0 is compressed.*may be a TorchScript program/,
    ],
    [
      'an entry packed in another way',
      withEntry(1, { field: entryField.method, value: 99, width: 2 }),
      /is compressed/,
    ],
    ['a bomb', bomb(), /data\.pkl is compressed/],
    ['an encrypted entry', withEntry(1, { field: entryField.flags, value: 1, width: 2 }), /encrypted|mismatch/],
    ['a strongly encrypted entry', withEntry(1, { field: entryField.flags, value: 0x41, width: 2 }), /encryption/],
    [
      'an entry of 4 GB',
      withEntry(1, { field: entryField.size, value: 0xfffffff0 }, { field: entryField.packedSize, value: 0xfffffff0 }),
      /damaged .*overflows/,
    ],
    ['an entry of two sizes', withEntry(1, { field: entryField.size, value: 1 }), /damaged .*mismatch/],
    ['an entry beyond the end', withEntry(1, { field: entryField.localOffset, value: 0x7fffffff }), /truncated/],
    ['an entry without a local header', withEntry(1, { field: entryField.localOffset, value: 1 }), /local file header/],
    ['two entries in one place', withEntry(1, { field: entryField.localOffset, value: 0 }), /overlap/],
    ['two entries of one name', named('a/data.pkl', 'a/data.pkl'), /two entries a\/data\.pkl/],
    ['a name outside of the zip', named('../data.pkl'), /damaged .*invalid relative path/],
    ['an absolute name', named('/data.pkl'), /damaged .*absolute path/],
    ['more entries than there are', withEnd({ field: endField.entries, value: 60_000 }), /damaged/],
    ['a trillion entries', withEnd({ field: endField.entriesHigh, value: 1000 }), /claims 42949672960\d\d entries/],
    ['a directory elsewhere', withEnd({ field: endField.directoryOffset, value: 5 }), /damaged/],
    ['a directory beyond the end', withEnd({ field: endField.directoryOffset, value: 0xffffff }), /truncated/],
    ['something after its end', bytes(good, 'x'), /damaged/],
    ['no directory', bytes('PK', 3, 4, new Uint8Array(100)), /truncated or damaged/],
  ])('%s is refused', async (_, file, message) => {
    await expectUserError(list(file), message);
    await expectUserError(list(file), /^broken\.pth: /);
  });
});

describe('a file that is not a torch zip', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', bytes(), /the file is empty/],
    ['one byte', bytes(0x50), /a zip was expected/],
    ['a text', bytes('hello'), /a zip was expected/],
    ['a pickle', bytes(0x80, 2, 0x4e, 0x2e), /a zip was expected/],
    ['safetensors', readFixture('dtypes.safetensors'), /a zip was expected/],
    ['the container of PyTorch before 1.6', readFixture('tiny_legacy.pth'), /before 1\.6/],
    ['a zip of something else', named('photo.jpg'), /one entry \*\/data\.pkl/],
    ['a zip of nothing', bytes(...zipParts([])), /one entry \*\/data\.pkl/],
  ])('%s is refused', async (_, file, message) => {
    await expectUserError(readTorchFile(memorySource(file, 'broken.pth')), message);
  });
});

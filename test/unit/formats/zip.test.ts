import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { listZip } from '../../../src/store/zip';
import { zipParts } from '../../../src/store/zipWriter';
import { readFixture } from './fixtures';
import { memorySource } from './memorySource';

/** name and CRC-32 of every entry, in the directory's order, as the zip itself says. */
async function checksumsOf(bytes: Uint8Array): Promise<[string, number][]> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const checksums: [string, number][] = [];
  for await (const { fileName, crc32 } of zip.eachEntry()) checksums.push([fileName, crc32]);
  return checksums;
}

describe('a zip that we write', () => {
  const torchs = readFixture('tiny_sae_sweep.pth');

  it('has the content and the checksums of the one that torch wrote of the same data', async () => {
    const { entries } = await listZip(memorySource(torchs));
    const parts = zipParts(
      [...entries].map(([name, { offset, size }]) => ({ name, data: torchs.slice(offset, offset + size) })),
    );
    const ours = new Uint8Array(Buffer.concat(parts));
    expect(await checksumsOf(ours)).toEqual(await checksumsOf(torchs));
    const listed = await listZip(memorySource(ours));
    for (const [name, { offset, size }] of listed.entries) {
      const theirs = entries.get(name)!;
      expect(offset % 64).toBe(0);
      expect(ours.slice(offset, offset + size)).toEqual(torchs.slice(theirs.offset, theirs.offset + theirs.size));
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../../src/core/floatArray';
import { readSafetensors } from '../../../src/core/formats/safetensors/readSafetensors';
import { writeSafetensors } from '../../../src/core/formats/safetensors/writeSafetensors';
import type { NewTensor } from '../../../src/core/formats/safetensors/writeSafetensors';
import type { StateDict } from '../../../src/core/formats/stateDict';
import { readStateDict } from '../../../src/core/formats/torch/readStateDict';
import { stateDictEntries } from '../../../src/core/formats/torch/writeStateDict';
import { listZip } from '../../../src/store/zip';
import { zipParts } from '../../../src/store/zipWriter';
import { memorySource } from './memorySource';

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
const dataOfLength = (length: number) => {
  const exactly = { minLength: length, maxLength: length };
  return {
    floats: fc.oneof(fc.float32Array(exactly), fc.float64Array(exactly)),
    integers: fc.oneof(fc.int32Array(exactly), fc.uint8Array(exactly)),
  };
};
const sizeOf = (lengths: readonly number[]) => lengths.reduce((product, length) => product * length, 1);
const floatArray: fc.Arbitrary<FloatArray> = shape.chain((lengths) =>
  dataOfLength(sizeOf(lengths)).floats.map((data) => ({ shape: lengths, data })),
);
const anyArray: fc.Arbitrary<NewTensor> = shape.chain((lengths) => {
  const { floats, integers } = dataOfLength(sizeOf(lengths));
  return fc.oneof(floats, integers).map((data) => ({ shape: lengths, data }));
});
const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '', 'blocks.0.W'));
const mapOf = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(name, value), { maxLength: 6 }).map((entries) => new Map(entries));

async function expectEqual(read: StateDict, written: ReadonlyMap<string, NewTensor>): Promise<void> {
  expect([...read.keys()].sort()).toEqual([...written.keys()].sort());
  for (const [key, { shape, data }] of written) {
    const found = await read.get(key)!.readFloats();
    expect(found.shape).toEqual(shape);
    expect([...found.data]).toEqual([...data]);
  }
}

const join = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe('what is written', () => {
  it('as a torch state dict is read back, in order', async () => {
    await fc.assert(
      fc.asyncProperty(mapOf(floatArray), async (tensors) => {
        const bytes = join(zipParts(stateDictEntries(tensors)));
        const read = await readStateDict(await listZip(memorySource(bytes)));
        expect([...read.keys()]).toEqual([...tensors.keys()]);
        await expectEqual(read, tensors);
      }),
    );
  });

  it('as safetensors is read back, with its metadata', async () => {
    await fc.assert(
      fc.asyncProperty(mapOf(anyArray), mapOf(fc.string({ unit: 'grapheme' })), async (tensors, metadata) => {
        fc.pre(!tensors.has('__metadata__'));
        const read = await readSafetensors(memorySource(join(writeSafetensors(tensors, metadata))));
        await expectEqual(read.tensors, tensors);
        expect(read.metadata).toEqual(metadata);
      }),
    );
  });
});

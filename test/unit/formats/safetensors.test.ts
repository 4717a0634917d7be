import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/core/formats/safetensors/readSafetensors';
import { writeSafetensors } from '../../../src/core/formats/safetensors/writeSafetensors';
import { readFixture, readJsonFixture } from './fixtures';
import { memorySource } from './memorySource';

interface DtypeTensor {
  name: string;
  dtype: string;
  shape: number[];
  values: (number | string | boolean)[];
}

const bytes = readFixture('dtypes.safetensors');
const headerLength = (file: Uint8Array) => Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));

describe('a file that the safetensors library wrote', () => {
  const expected = readJsonFixture('dtypes_expected.json') as DtypeTensor[];

  it('has the values that PyTorch gave', async () => {
    const { tensors } = await readSafetensors(memorySource(bytes));
    expect(tensors.size).toBe(12);
    for (const [name, tensor] of tensors) {
      const { dtype, shape, values } = expected.find((candidate) => candidate.name === name)!;
      expect(tensor).toMatchObject({ dtype, shape });
      expect([...(await tensor.readFloats()).data]).toEqual(values.map(Number));
    }
  });

  it('has its metadata', async () => {
    const { metadata } = await readSafetensors(memorySource(bytes));
    expect(metadata).toEqual(new Map([['format', 'pt'], ['größe', 'ü']])); // prettier-ignore
  });
});

describe('a file that we write', () => {
  const tensors = new Map([
    ['bytes', { shape: [3], data: Uint8Array.of(1, 2, 3) }],
    ['doubles', { shape: [1], data: Float64Array.of(1.5) }],
    ['floats', { shape: [1], data: Float32Array.of(1) }],
  ]);

  it('has its data, and every tensor in it, on a multiple of the element size', () => {
    const file = new Uint8Array(Buffer.concat(writeSafetensors(tensors)));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength(file)))) as object;
    expect(headerLength(file) % 8).toBe(0);
    expect(header).toEqual({
      doubles: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
      floats: { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
      bytes: { dtype: 'U8', shape: [3], data_offsets: [12, 15] },
    });
  });
});

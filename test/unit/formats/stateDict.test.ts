import { describe, expect, it, vi } from 'vitest';
import type { StateDict } from '../../../src/core/formats/stateDict';
import { readStateDict } from '../../../src/core/formats/torch/readStateDict';
import { withStateDict } from '../../../src/store/torchFile';
import { listZip } from '../../../src/store/zip';
import { fixture, readFixture, readJsonFixture } from './fixtures';
import { memorySource } from './memorySource';

interface TinyTensor {
  key: string;
  shape: number[];
  dtype: string;
  sum: number | '-Infinity';
  first: (number | '-Infinity')[];
}
interface DtypeTensor {
  name: string;
  dtype: string;
  shape: number[];
  values: (number | string | boolean)[];
}

async function valuesOf(dict: StateDict): Promise<Map<string, number[]>> {
  const values = new Map<string, number[]>();
  for (const [name, tensor] of dict) values.set(name, [...(await tensor.readFloats()).data]);
  return values;
}

const readAll = (name: string) => withStateDict(fixture(name), valuesOf);

describe('a checkpoint saved by PyTorch', () => {
  const { stateDict } = readJsonFixture('tiny_expected.json') as { stateDict: TinyTensor[] };

  it('has the tensors that PyTorch saved, in their order, with their shapes and dtypes', async () => {
    const found = await withStateDict(fixture('tiny.pth'), (dict) =>
      Promise.resolve(
        [...dict.values()].map(({ name, shape, dtype }) => ({ key: name, shape, dtype: `torch.${dtype}` })),
      ),
    );
    expect(found).toEqual(stateDict.map(({ key, shape, dtype }) => ({ key, shape, dtype })));
  });

  it.each(stateDict)('has the values of $key', async ({ key, sum, first }) => {
    const values = (await readAll('tiny.pth')).get(key)!;
    expect(values.slice(0, 3)).toEqual(first.map(Number));
    const total = values.reduce((total, value) => total + value, 0);
    if (Number.isFinite(Number(sum))) expect(total).toBeCloseTo(Number(sum), 10);
    else expect(total).toBe(Number(sum));
  });

  it('is the same wherever its tensors were in memory', async () => {
    expect(await readAll('tiny_cuda.pth')).toEqual(await readAll('tiny.pth'));
  });

  it('is read tensor by tensor: one read of just the bytes of the values', async () => {
    const source = memorySource(readFixture('tiny.pth'));
    const dict = await readStateDict(await listZip(source));
    const read = vi.spyOn(source, 'read');
    await dict.get('embed.W_E')!.readFloats();
    expect(read.mock.calls).toEqual([[expect.any(Number), 15 * 8 * 4]]);
  });

  it('is refused in the container of PyTorch before 1.6', async () => {
    await expect(readAll('tiny_legacy.pth')).rejects.toThrow(
      /tiny_legacy\.pth: written by PyTorch before 1\.6.*save it again/,
    );
  });
});

describe.each(['dtypes.pth', 'dtypes_protocol5.pth'])('every dtype and kind of view in %s', (file) => {
  const tensors = readJsonFixture('dtypes_expected.json') as DtypeTensor[];

  it.each(tensors)('$name', async ({ name, dtype, shape, values }) => {
    await withStateDict(fixture(file), async (dict) => {
      const tensor = dict.get(name)!;
      expect(tensor).toMatchObject({ name, dtype, shape });
      const { data, shape: readShape } = await tensor.readFloats();
      expect(readShape).toEqual(shape);
      expect([...data]).toEqual(values.map(Number));
      expect(data).toBeInstanceOf(['float32', 'float16', 'bfloat16'].includes(dtype) ? Float32Array : Float64Array);
    });
  });
});

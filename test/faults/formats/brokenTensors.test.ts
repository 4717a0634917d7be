import { describe, expect, it } from 'vitest';
import { expectUserError } from './expectUserError';
import { dict, pickle, readTorchFile, tensor, text, torchFile } from './torchFiles';

const read = (parts: Parameters<typeof tensor>[0]) => readTorchFile(torchFile(pickle(dict(text('w'), tensor(parts)))));

describe('a tensor whose description contradicts the file', () => {
  it.each<[string, Parameters<typeof tensor>[0], RegExp]>([
    ['a negative size', { shape: [-2] }, /tensor w: damaged: .*shape \[-2\]/],
    ['two negative sizes', { shape: [-1, -2], strides: [2, 1] }, /damaged/],
    ['a negative stride', { strides: [-1], offset: 1 }, /strides \[-1\]/],
    ['a negative offset', { offset: -1 }, /offset -1/],
    ['an offset beyond the end', { offset: 1 }, /reach beyond its 2 stored elements/],
    ['an offset of 2^52', { offset: 2n ** 52n }, /reach beyond/],
    ['a shape beyond the end', { shape: [3] }, /reach beyond/],
    ['a stride beyond the end', { strides: [2] }, /reach beyond/],
    ['a stride of 2^62', { strides: [2n ** 62n] }, /parts of a tensor/],
    [
      'strides whose product wraps around in 64 bits',
      { shape: [2 ** 30, 2 ** 30], strides: [2 ** 30, 16] },
      /reach beyond/,
    ],
    ['a product beyond 2^53', { shape: [2n ** 52n, 2n ** 52n], strides: [0, 0] }, /more values than the whole file/],
    [
      'ten million repeats of two numbers',
      { shape: [10_000_000, 2], strides: [0, 1] },
      /more values than the whole file/,
    ],
    ['more sizes than strides', { shape: [2, 1] }, /2 sizes and 1 strides/],
    ['65 dimensions', { shape: Array<number>(65).fill(1), strides: Array<number>(65).fill(1) }, /65 sizes/],
    ['a storage of another size', { elements: 3 }, /3 elements of float32 take 12 bytes, but .* has 8/],
    ['a storage of another type', { storage: 'DoubleStorage' }, /2 elements of float64 take 16 bytes, but .* has 8/],
    ['a negative storage', { elements: -2 }, /take -8 bytes/],
    ['a storage of 2^62 elements', { elements: 2n ** 62n }, /reference to tensor memory/],
    ['a storage that is not there', { key: '1' }, /no entry archive\/data\/1/],
    ['a storage outside of its folder', { key: '../data.pkl' }, /no entry/],
    ['a complex storage', { storage: 'ComplexFloatStorage' }, /refused: torch\.ComplexFloatStorage/],
    ['a quantised storage', { storage: 'QInt8Storage' }, /refused: torch\.QInt8Storage/],
  ])('%s is refused, naming file and tensor', async (_, parts, message) => {
    await expectUserError(read(parts), message);
    await expectUserError(read(parts), /^hostile\.pth: /);
  });

  it('is refused where an int64 has no exact float', async () => {
    const data = new Uint8Array(BigInt64Array.of(2n ** 53n).buffer);
    const source = torchFile(
      pickle(dict(text('w'), tensor({ storage: 'LongStorage', key: '1', elements: 1, shape: [1] }))),
      [{ name: 'archive/data/1', data }],
    );
    await expectUserError(readTorchFile(source), /tensor w: the integer 9007199254740992 is too large/);
  });

  it('is read where it does not', async () => {
    expect(await read({})).toEqual(new Map([['w', [0, 0]]]));
  });
});

describe('an archive that is not a plain state dict', () => {
  const good = pickle(dict(text('w'), tensor()));
  const entry = (name: string, content = '') => ({ name, data: new Uint8Array(Buffer.from(content)) });

  it.each([
    ['a second data.pkl', entry('other/data.pkl'), /one entry \*\/data\.pkl/],
    ['values of the other byte order', entry('archive/byteorder', 'big'), /byte order is "big"/],
    ['an unknown byte order', entry('archive/byteorder', 'middle'), /byte order is "middle"/],
  ])('%s is refused', async (_, more, message) => {
    await expectUserError(readTorchFile(torchFile(good, [more])), message);
  });
});

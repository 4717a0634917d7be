import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/core/formats/safetensors/readSafetensors';
import { memorySource } from '../../unit/formats/memorySource';
import { expectUserError } from './expectUserError';
import { bytes, int64 } from './torchFiles';

/** A safetensors file with that header and 8 bytes of data. */
function file(header: unknown, headerLength?: bigint): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  return bytes(int64(headerLength ?? BigInt(Buffer.byteLength(text))), text, new Uint8Array(8));
}
const read = (content: Uint8Array) => readSafetensors(memorySource(content, 'broken.safetensors'));
const tensor = (changes: object) => ({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes } });
const two = (a: [number, number], b: [number, number]) => ({
  a: { dtype: 'U8', shape: [a[1] - a[0]], data_offsets: a },
  b: { dtype: 'U8', shape: [b[1] - b[0]], data_offsets: b },
});

describe('broken safetensors', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['a header longer than the file', file(tensor({}), 10_000n), /header should take 10000 bytes/],
    ['a header of 2^63 bytes', file(tensor({}), 2n ** 62n), /header should take 4611686018427387904 bytes/],
    ['a header cut short', file(tensor({}), 20n), /\(header\):1:\d+: /],
    ['a header that is not JSON', file('{w}'), /\(header\):1:2: /],
    ['a header that is a list', file([]), /the header is not a JSON object/],
    ['a header that is not UTF-8', bytes(int64(2n), 0xc3, 0x28), /not valid UTF-8/],
    ['one tensor twice', file('{"w": 1, "w": 2}'), /"w" appears twice/],
    ['an unknown dtype', file(tensor({ dtype: 'F8_E4M3' })), /tensor w: dtype: .*found "F8_E4M3"/],
    ['a negative size', file(tensor({ shape: [-2] })), /tensor w: shape\.0: .*found -2/],
    ['a fractional size', file(tensor({ shape: [0.5, 4] })), /tensor w: shape\.0: .*found 0\.5/],
    ['a size that is no number', file('{"w": {"dtype": "F32", "shape": [NaN], "data_offsets": [0, 8]}}'), /found NaN/],
    ['an unknown key', file(tensor({ strides: [1] })), /tensor w: .*strides/],
    ['no offsets', file(tensor({ data_offsets: undefined })), /tensor w: data_offsets: .*found nothing/],
    ['offsets backwards', file(tensor({ data_offsets: [8, 0] })), /takes 8 bytes, but .* give -8/],
    [
      'offsets beyond the end',
      file(tensor({ shape: [4], data_offsets: [0, 16] })),
      /tensors take 16 bytes, the file has 8/,
    ],
    ['too few bytes for its shape', file(tensor({ shape: [3] })), /float32 of shape \[3\] takes 12 bytes/],
    ['a product beyond 2^53', file(tensor({ shape: [2 ** 50, 2 ** 50] })), /takes .* bytes, but/],
    ['tensors that overlap', file(two([0, 6], [4, 8])), /tensor b: .*begin at byte 4 of the data, expected 6/],
    ['a gap between tensors', file(two([0, 2], [4, 8])), /tensor b: .*begin at byte 4 of the data, expected 2/],
    ['a gap before the first', file(two([2, 4], [4, 8])), /tensor a: .*begin at byte 2 of the data, expected 0/],
    ['data that belongs to nothing', file(two([0, 2], [2, 4])), /tensors take 4 bytes, the file has 8/],
    ['metadata that is no object', file({ __metadata__: 'pt', ...tensor({}) }), /__metadata__ is not a JSON object/],
    ['metadata that is not text', file({ __metadata__: { a: 1 }, ...tensor({}) }), /value of "a" is not text/],
    ['nothing', bytes(), /truncated/],
  ])('%s: refused, naming the file', async (_, content, message) => {
    await expectUserError(read(content), message);
    await expectUserError(read(content), /^broken\.safetensors/);
  });

  it('is read where it is whole', async () => {
    const { tensors } = await read(file(tensor({})));
    expect((await tensors.get('w')!.readFloats()).data).toEqual(Float32Array.of(0, 0));
  });
});

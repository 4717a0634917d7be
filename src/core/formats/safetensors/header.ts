import * as z from 'zod';
import { UserError } from '../../errors';
import { sizeOf } from '../../floatArray';
import { checkJson } from '../checkedJson';
import { bytesPerElement } from '../dtype';
import type { Dtype } from '../dtype';
import { parsePythonJson } from '../pythonJson';
import type { JsonValue } from '../pythonJson';

/** The dtypes we read, by the format's names (github.com/huggingface/safetensors). */
const dtypes = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  U8: 'uint8',
  BOOL: 'bool',
} as const satisfies Record<string, Dtype>;

const count = z.number().int().nonnegative();
const tensorSchema = z.strictObject({
  dtype: z.enum(Object.keys(dtypes) as (keyof typeof dtypes)[]),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});

/** Where a tensor's bytes are, counted from the end of the header. */
export interface TensorRange {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order in which they lie in the file. */
  readonly tensors: readonly TensorRange[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Parses a safetensors header, and checks that its tensors fill the data without gap or overlap.
 * @param dataSize how many bytes follow the header
 * @throws UserError naming the file and tensor
 */
export function parseHeader(text: string, dataSize: number, file: string): SafetensorsHeader {
  const json = parsePythonJson(text, `${file} (header)`);
  if (!isObject(json)) {
    throw new UserError(`${file}: the header is not a JSON object; the file is not safetensors or damaged`);
  }
  const { __metadata__: metadata = {}, ...tensors } = json;
  const ranges = Object.entries(tensors).map(([name, value]) => {
    const { dtype, shape, data_offsets } = checkJson(tensorSchema, value, `${file}: tensor ${name}`);
    return { name, dtype: dtypes[dtype], shape, begin: data_offsets[0], end: data_offsets[1] };
  });
  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end);
  requireGapless(ranges, dataSize, file);
  return { tensors: ranges, metadata: checkMetadata(metadata, file) };
}

function checkMetadata(metadata: JsonValue, file: string): Map<string, string> {
  const texts = new Map<string, string>();
  if (!isObject(metadata)) throw new UserError(`${file}: __metadata__ is not a JSON object`);
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') throw new UserError(`${file}: __metadata__: the value of "${key}" is not text`);
    texts.set(key, value);
  }
  return texts;
}

function isObject(value: JsonValue): value is Record<string, JsonValue> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function requireGapless(ranges: readonly TensorRange[], dataSize: number, file: string): void {
  let position = 0;
  for (const { name, dtype, shape, begin, end } of ranges) {
    const where = `${file}: tensor ${name}`;
    const expected = sizeOf(shape) * bytesPerElement[dtype];
    if (end - begin !== expected) {
      throw new UserError(
        `${where}: damaged: ${dtype} of shape [${shape.join(', ')}] takes ${expected} bytes, ` +
          `but data_offsets [${begin}, ${end}] give ${end - begin}`,
      );
    }
    if (begin !== position) {
      throw new UserError(`${where}: damaged: its values begin at byte ${begin} of the data, expected ${position}`);
    }
    position = end;
  }
  if (position !== dataSize) {
    throw new UserError(
      `${file}: truncated or damaged: the tensors take ${position} bytes, the file has ${dataSize}; ` +
        'copy or download it again',
    );
  }
}

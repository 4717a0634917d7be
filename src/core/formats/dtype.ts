import { UserError } from '../errors';

/** Element types of tensors in files, named as PyTorch names them. */
export type Dtype =
  'float64' | 'float32' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool';

/** Arrays whose memory is already a tensor's bytes; the platforms that ONNX Runtime has builds for are little-endian. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

export const bytesPerElement: Readonly<Record<Dtype, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

export function isFloatDtype(dtype: Dtype): boolean {
  return dtype.includes('float');
}

/**
 * Little-endian elements as floats, every value exact: float32, float16 and bfloat16 as float32, all others as float64.
 * May keep the bytes' memory.
 * @throws UserError, saying `where`, on an int64 beyond ±2^53.
 */
export function decodeFloats(bytes: Uint8Array, dtype: Dtype, where: string): Float32Array | Float64Array {
  const size = bytesPerElement[dtype];
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const view = [buffer, byteOffset, bytes.byteLength / size] as const;
  switch (dtype) {
    case 'float64':
      return new Float64Array(...view);
    case 'float32':
      return new Float32Array(...view);
    case 'float16':
      return Float32Array.from(new Uint16Array(...view), halfToFloat);
    case 'bfloat16':
      return bfloat16ToFloats(new Uint16Array(...view));
    case 'int64':
      return Float64Array.from(new BigInt64Array(...view), (value) => exactNumber(value, where));
    case 'int32':
      return Float64Array.from(new Int32Array(...view));
    case 'int16':
      return Float64Array.from(new Int16Array(...view));
    case 'int8':
      return Float64Array.from(new Int8Array(...view));
    case 'uint8':
    case 'bool':
      return Float64Array.from(new Uint8Array(...view));
  }
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A bfloat16 is the upper half of a float32. */
function bfloat16ToFloats(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}

function exactNumber(value: bigint, where: string): number {
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw new UserError(`${where}: the integer ${value.toString()} is too large to be read exactly`);
}

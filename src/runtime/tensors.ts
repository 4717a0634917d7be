import type { Tensor } from 'onnxruntime-node';
import { sizeOf, toFloatType, type FloatArray, type FloatType } from '../core/floatArray';
import { onnxRuntime } from './onnxRuntime';

/** A runtime tensor of the given float type that holds the array's numbers. */
export function tensorOf(array: FloatArray, type: FloatType): Tensor {
  const runtime = onnxRuntime();
  return new runtime.Tensor(type, toFloatType(array, type).data as Float32Array, [...array.shape]);
}

/** A runtime tensor of token ids. */
export function tokenTensor(tokens: Int32Array, shape: readonly number[]): Tensor {
  const runtime = onnxRuntime();
  return new runtime.Tensor('int32', tokens, [...shape]);
}

/** A runtime tensor of zeros. */
export function zeros(shape: readonly number[], type: FloatType): Tensor {
  return tensorOf({ shape, data: new Float32Array(sizeOf(shape)) }, type);
}

/** The numbers of a runtime tensor of floats; not copied. */
export function arrayOf(tensor: Tensor): FloatArray {
  return { shape: [...tensor.dims], data: tensor.data as Float32Array | Float64Array };
}

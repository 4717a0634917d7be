import * as ort from 'onnxruntime-node';
import { sizeOf, toFloatType, type FloatArray, type FloatType } from '../core/floatArray';

/** A runtime tensor of the given float type that holds the array's numbers. */
export function tensorOf(array: FloatArray, type: FloatType): ort.Tensor {
  return new ort.Tensor(type, toFloatType(array, type).data as Float32Array, [...array.shape]);
}

/** A runtime tensor of zeros. */
export function zeros(shape: readonly number[], type: FloatType): ort.Tensor {
  return tensorOf({ shape, data: new Float32Array(sizeOf(shape)) }, type);
}

/** The numbers of a runtime tensor of floats; not copied. */
export function arrayOf(tensor: ort.Tensor): FloatArray {
  return { shape: [...tensor.dims], data: tensor.data as Float32Array | Float64Array };
}

import type { FloatArray } from '../floatArray';
import type { Dtype } from './dtype';

/** A tensor in a file, read only when asked for. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /**
   * The values in row-major order, exact: as float32 where the dtype is float32, float16 or bfloat16, else as float64.
   * Reads no more of the file than the tensor spans.
   * @throws UserError where the file has become shorter, or an int64 has no exact float
   */
  readFloats(): Promise<FloatArray>;
}

/** The tensors of a file by name, in the file's order. */
export type StateDict = ReadonlyMap<string, TensorEntry>;

import type { Dtype } from '../dtype';

/** A pickled value, decoded without making any Python object. Dicts are Maps, so no key can reach a prototype. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleTuple
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>
  | PickleGlobal
  | PickledStorage
  | PickledTensor;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** An allowed class or function, by its name only: `torch.FloatStorage`. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** The memory of one or more tensors: the archive's entry `data/<key>` with that many elements. */
export class PickledStorage {
  constructor(
    readonly dtype: Dtype,
    readonly key: string,
    readonly elements: number,
  ) {}
}

/** A strided view of a storage; offset and strides count elements. The numbers are as the file has them, unchecked. */
export class PickledTensor {
  constructor(
    readonly storage: PickledStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

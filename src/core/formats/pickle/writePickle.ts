import { sizeOf } from '../../floatArray';
import { contiguousStrides } from '../strides';
import { encodeUtf8 } from '../utf8';
import { opcode } from './opcodes';

/** A contiguous tensor with a storage of its own, as the state dict's pickle describes it. */
export interface TensorRecord {
  readonly name: string;
  readonly storageClass: 'FloatStorage' | 'DoubleStorage';
  /** The archive's entry that holds the values: `data/<key>`. */
  readonly key: string;
  readonly shape: readonly number[];
}

/** The pickle (protocol 2) of an OrderedDict of tensors, in the form that torch.save gives a state dict. */
export function writeStateDictPickle(tensors: readonly TensorRecord[]): Uint8Array {
  const pickle = new PickleWriter();
  pickle.op(opcode.proto, 2);
  pickle.orderedDict();
  pickle.op(opcode.mark);
  for (const tensor of tensors) {
    pickle.text(tensor.name);
    writeTensor(pickle, tensor);
  }
  pickle.op(opcode.setItems, opcode.stop);
  return pickle.bytes();
}

/** `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)`. */
function writeTensor(pickle: PickleWriter, { storageClass, key, shape }: TensorRecord): void {
  pickle.global('torch._utils', '_rebuild_tensor_v2');
  pickle.op(opcode.mark, opcode.mark);
  pickle.text('storage');
  pickle.global('torch', storageClass);
  pickle.text(key);
  pickle.text('cpu');
  pickle.int(sizeOf(shape));
  pickle.op(opcode.tuple, opcode.binPersId);
  pickle.int(0);
  pickle.ints(shape);
  pickle.ints(contiguousStrides(shape));
  pickle.op(opcode.newFalse);
  pickle.orderedDict();
  pickle.op(opcode.tuple, opcode.reduce);
}

class PickleWriter {
  private readonly out: number[] = [];

  op(...bytes: number[]): void {
    this.out.push(...bytes);
  }

  global(module: string, name: string): void {
    this.out.push(opcode.global, ...encodeUtf8(`${module}\n${name}\n`));
  }

  orderedDict(): void {
    this.global('collections', 'OrderedDict');
    this.op(opcode.emptyTuple, opcode.reduce);
  }

  text(text: string): void {
    const bytes = encodeUtf8(text);
    this.out.push(opcode.binUnicode, ...littleEndian(bytes.length, 4), ...bytes);
  }

  /** A safe integer: BININT holds 32 bits, LONG1 the rest. */
  int(value: number): void {
    if (value === (value | 0)) this.out.push(opcode.binInt, ...littleEndian(value, 4));
    else this.out.push(opcode.long1, 8, ...littleEndian(value, 8));
  }

  ints(values: readonly number[]): void {
    this.op(opcode.mark);
    for (const value of values) this.int(value);
    this.op(opcode.tuple);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.out);
  }
}

function littleEndian(value: number, length: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
  return bytes.subarray(0, length);
}

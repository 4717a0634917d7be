import type { Dtype } from '../dtype';
import { PickledStorage, PickledTensor, PickleGlobal, PickleTuple } from './values';
import type { PickleValue } from './values';

type Fail = (message: string) => never;
type Call = (args: readonly PickleValue[], fail: Fail) => PickleValue;

const storageDtypes: ReadonlyMap<string, Dtype> = new Map([
  ['torch.DoubleStorage', 'float64'],
  ['torch.FloatStorage', 'float32'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.LongStorage', 'int64'],
  ['torch.IntStorage', 'int32'],
  ['torch.ShortStorage', 'int16'],
  ['torch.CharStorage', 'int8'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
]);

/** What calling an allowed global means here. Nothing of Python runs. */
const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', newOrderedDict],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
]);

/** The global of that name, unless it is not one of the few that a file of tensors needs. */
export function findGlobal(module: string, name: string, fail: Fail): PickleGlobal {
  const full = `${module}.${name}`;
  if (calls.has(full) || storageDtypes.has(full)) return new PickleGlobal(full);
  fail(
    `refused: ${full} is not something that a state dict of plain tensors needs, so this file may be hostile; ` +
      'if you trust it, save model.state_dict() again with torch.save',
  );
}

/** The value that a global gives for these arguments (the opcode REDUCE). */
export function callGlobal(callee: PickleValue, args: PickleValue, fail: Fail): PickleValue {
  const call = callee instanceof PickleGlobal ? calls.get(callee.name) : undefined;
  if (!call) fail('refused: it calls something that is not an allowed function, so this file may be hostile');
  if (!(args instanceof PickleTuple)) fail('damaged: the arguments of a call are not a tuple');
  return call(args.items, fail);
}

/** The storage that torch's persistent id `('storage', class, key, location, elements)` names; where it was is ignored. */
export function findStorage(id: PickleValue, fail: Fail): PickledStorage {
  const [tag, type, key, , elements] = id instanceof PickleTuple ? id.items : [];
  const dtype = type instanceof PickleGlobal ? storageDtypes.get(type.name) : undefined;
  if (tag !== 'storage' || dtype === undefined || typeof key !== 'string' || typeof elements !== 'number') {
    fail('damaged: a reference to tensor memory is not one that torch.save writes');
  }
  return new PickledStorage(dtype, key, elements);
}

function newOrderedDict(args: readonly PickleValue[], fail: Fail): PickleValue {
  if (args.length > 0) fail('damaged: OrderedDict is called with arguments, which torch.save never does');
  return new Map();
}

function rebuildTensor(args: readonly PickleValue[], fail: Fail): PickleValue {
  const [storage, offset, shape, strides] = args;
  if (!(storage instanceof PickledStorage) || typeof offset !== 'number' || !isNumbers(shape) || !isNumbers(strides)) {
    fail('damaged: the parts of a tensor are not those that torch.save writes');
  }
  return new PickledTensor(storage, offset, shape.items, strides.items);
}

function rebuildParameter([tensor]: readonly PickleValue[], fail: Fail): PickleValue {
  return tensor instanceof PickledTensor ? tensor : fail('damaged: a parameter without its tensor');
}

function isNumbers(value: PickleValue | undefined): value is PickleTuple & { readonly items: readonly number[] } {
  return value instanceof PickleTuple && value.items.every((item) => typeof item === 'number');
}

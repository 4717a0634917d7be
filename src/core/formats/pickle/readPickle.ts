import { callGlobal, findGlobal, findStorage } from './globals';
import { opcode } from './opcodes';
import { PickleBytes } from './pickleBytes';
import { PickleStack } from './pickleStack';
import { PickleTuple } from './values';
import type { PickleValue } from './values';

/**
 * Decodes a pickle of protocol 2 to 5, as torch.save writes it, or of plain data. Nothing in it is executed: only the
 * globals of a state dict are known, and they become plain values. Time and memory are bounded by the length.
 * @param where begins every message: the file and the entry within it
 * @throws UserError on anything else: another opcode or global, damaged or missing bytes
 */
export function readPickle(bytes: Uint8Array, where: string): PickleValue {
  const input: PickleBytes = new PickleBytes(where, bytes);
  const stack = new PickleStack((message) => input.fail(message));
  for (let code = input.uint8(); code !== opcode.stop; code = input.uint8()) {
    const run = operations.get(code);
    if (!run) input.fail(`refused: the pickle opcode 0x${code.toString(16)} is not one that torch.save writes`);
    run(stack, input);
  }
  const value = stack.pop();
  if (stack.depth > 0 || !input.atEnd) input.fail('damaged: the pickle has more than one value');
  return value;
}

type Operation = (stack: PickleStack, input: PickleBytes) => void;

const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [opcode.proto, requireProtocol],
  [opcode.frame, (_, input) => void input.uint64()],

  [opcode.none, (stack) => stack.push(null)],
  [opcode.newTrue, (stack) => stack.push(true)],
  [opcode.newFalse, (stack) => stack.push(false)],
  [opcode.binInt, (stack, input) => stack.push(input.int32())],
  [opcode.binInt1, (stack, input) => stack.push(input.uint8())],
  [opcode.binInt2, (stack, input) => stack.push(input.uint16())],
  [opcode.long1, (stack, input) => stack.push(input.long(input.uint8()))],
  [opcode.binFloat, (stack, input) => stack.push(input.float64())],

  [opcode.shortBinString, (stack, input) => stack.push(input.text(input.uint8()))],
  [opcode.binString, (stack, input) => stack.push(input.text(input.uint32()))],
  [opcode.shortBinUnicode, (stack, input) => stack.push(input.text(input.uint8()))],
  [opcode.binUnicode, (stack, input) => stack.push(input.text(input.uint32()))],
  [opcode.binUnicode8, (stack, input) => stack.push(input.text(input.uint64()))],
  [opcode.shortBinBytes, (stack, input) => stack.push(input.take(input.uint8()))],
  [opcode.binBytes, (stack, input) => stack.push(input.take(input.uint32()))],
  [opcode.binBytes8, (stack, input) => stack.push(input.take(input.uint64()))],

  [opcode.mark, (stack) => stack.mark()],
  [opcode.emptyList, (stack) => stack.push([])],
  [opcode.append, (stack, input) => append(stack.popMany(1), stack, input)],
  [opcode.appends, (stack, input) => append(stack.popToMark(), stack, input)],
  [opcode.emptyTuple, (stack) => stack.push(new PickleTuple([]))],
  [opcode.tuple1, (stack) => stack.push(new PickleTuple(stack.popMany(1)))],
  [opcode.tuple2, (stack) => stack.push(new PickleTuple(stack.popMany(2)))],
  [opcode.tuple3, (stack) => stack.push(new PickleTuple(stack.popMany(3)))],
  [opcode.tuple, (stack) => stack.push(new PickleTuple(stack.popToMark()))],
  [opcode.emptyDict, (stack) => stack.push(new Map())],
  [opcode.setItem, (stack, input) => setItems(stack.popMany(2), stack, input)],
  [opcode.setItems, (stack, input) => setItems(stack.popToMark(), stack, input)],
  [opcode.emptySet, (stack) => stack.push(new Set())],
  [opcode.addItems, (stack, input) => addItems(stack.popToMark(), stack, input)],

  [opcode.binPut, (stack, input) => stack.put(input.uint8())],
  [opcode.longBinPut, (stack, input) => stack.put(input.uint32())],
  [opcode.memoize, (stack) => stack.put(stack.memoSize)],
  [opcode.binGet, (stack, input) => stack.push(stack.get(input.uint8()))],
  [opcode.longBinGet, (stack, input) => stack.push(stack.get(input.uint32()))],

  [opcode.global, (stack, input) => stack.push(findGlobal(input.line(), input.line(), (m) => input.fail(m)))],
  [opcode.stackGlobal, stackGlobal],
  [opcode.reduce, reduce],
  [opcode.build, ignoreState],
  [opcode.binPersId, (stack, input) => stack.push(findStorage(stack.pop(), (m) => input.fail(m)))],
]);

function requireProtocol(_: PickleStack, input: PickleBytes): void {
  const protocol = input.uint8();
  if (protocol < 2 || protocol > 5) input.fail(`pickle protocol ${protocol} is unknown; expected 2 to 5`);
}

function append(items: PickleValue[], stack: PickleStack, input: PickleBytes): void {
  const list = stack.top();
  if (!Array.isArray(list)) input.fail('damaged: items are appended to something that is not a list');
  for (const item of items) list.push(item);
}

function setItems(items: PickleValue[], stack: PickleStack, input: PickleBytes): void {
  const dict = stack.top();
  if (!(dict instanceof Map) || items.length % 2 !== 0) input.fail('damaged: items are set on something not a dict');
  for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
}

function addItems(items: PickleValue[], stack: PickleStack, input: PickleBytes): void {
  const set = stack.top();
  if (!(set instanceof Set)) input.fail('damaged: items are added to something that is not a set');
  for (const item of items) set.add(item);
}

function stackGlobal(stack: PickleStack, input: PickleBytes): void {
  const [module, name] = stack.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string') input.fail('damaged: the name of a global is not text');
  stack.push(findGlobal(module, name, (message) => input.fail(message)));
}

function reduce(stack: PickleStack, input: PickleBytes): void {
  const [callee, args] = stack.popMany(2);
  stack.push(callGlobal(callee!, args!, (message) => input.fail(message)));
}

/** A module's state dict carries `_metadata` (versions of its parts), which tensors do not need. */
function ignoreState(stack: PickleStack, input: PickleBytes): void {
  const state = stack.pop();
  if (!(state instanceof Map) || !(stack.top() instanceof Map)) {
    input.fail('refused: state is set on something that is not an OrderedDict, so this file may be hostile');
  }
}

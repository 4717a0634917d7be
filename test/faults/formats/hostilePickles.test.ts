import { describe, expect, it } from 'vitest';
import { opcode } from '../../../src/core/formats/pickle/opcodes';
import { expectUserError } from './expectUserError';
import {
  bytes,
  call,
  dict,
  global,
  int32,
  int64,
  integer,
  pickle,
  readTorchFile,
  tensor,
  text,
  torchFile,
  tuple,
} from './torchFiles';
import type { Part } from './torchFiles';

const readPickled = (...parts: Part[]) => readTorchFile(torchFile(pickle(...parts)));
const { mark, stop } = opcode;

describe('a pickle that would run a program', () => {
  it.each([
    ['posix', 'system', text('touch owned')],
    ['nt', 'system', text('calc')],
    ['builtins', 'eval', text('1')],
    ['builtins', 'exec', text('1')],
    ['__builtin__', 'eval', text('1')],
    ['subprocess', 'Popen', text('sh')],
    ['torch.hub', 'load', text('x')],
    ['torch', 'load', text('x')],
    ['torch.jit', 'load', text('x')],
    ['torch.storage', '_load_from_bytes', bytes(opcode.shortBinBytes, 0)],
    ['torch._utils', '_rebuild_tensor_v2.__globals__', text('x')],
    ['collections', 'OrderedDict.__init__', text('x')],
    ['constructor', 'constructor', text('x')],
  ])('%s.%s is refused by name', async (module, name, argument) => {
    const refusal = new RegExp(`hostile\\.pth: data\\.pkl: refused: ${module}\\.${name} .*may be hostile`);
    await expectUserError(readPickled(call(global(module, name), argument)), refusal);
    const stackGlobal = bytes(text(module), text(name), opcode.stackGlobal);
    await expectUserError(readPickled(call(stackGlobal, argument)), refusal);
    await expectUserError(readPickled(dict(text('w'), global(module, name))), refusal);
  });

  const orderedDict = call(global('collections', 'OrderedDict'));
  it.each<[string, Uint8Array, RegExp]>([
    ['calls a text', call(text('eval'), text('1')), /not an allowed function/],
    ['calls a storage class', call(global('torch', 'FloatStorage')), /not an allowed function/],
    ['calls without a tuple', bytes(global('collections', 'OrderedDict'), text('x'), opcode.reduce), /not a tuple/],
    [
      'fills OrderedDict by its arguments',
      call(global('collections', 'OrderedDict'), text('x')),
      /OrderedDict is called/,
    ],
    ['sets the state of a tensor', bytes(tensor(), dict(text('a'), integer(1)), opcode.build), /state is set/],
    ['sets a state that is not a dict', bytes(orderedDict, text('x'), opcode.build), /state is set/],
    ['makes an object (NEWOBJ)', bytes(global('collections', 'OrderedDict'), tuple(), 0x81), /opcode 0x81/],
    ['instantiates (INST)', bytes(mark, 0x69, 'posix\nsystem\n'), /opcode 0x69/],
    ['uses the extension registry (EXT1)', bytes(0x82, 1), /opcode 0x82/],
    ['names a persistent object in text (PERSID)', bytes(0x50, 'x\n'), /opcode 0x50/],
  ])('%s: refused', async (_, parts, message) => {
    await expectUserError(readPickled(parts), message);
  });
});

describe('a damaged pickle', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['is empty', bytes(), /truncated/],
    ['only stops', bytes(stop), /a value is missing/],
    ['does not stop', bytes(opcode.proto, 2, opcode.none), /truncated/],
    ['has a protocol to come', bytes(opcode.proto, 6, opcode.none, stop), /protocol 6/],
    ['has a protocol of text', bytes(opcode.proto, 0, opcode.none, stop), /protocol 0/],
    ['goes on after its end', bytes(pickle(opcode.none), 0), /more than one value/],
    ['leaves two values', pickle(opcode.none, opcode.none), /more than one value/],
    ['has a text of 4 GiB', pickle(opcode.binUnicode, int32(-1)), /4294967295 bytes are needed/],
    ['has a text of 2^64 bytes', pickle(opcode.binUnicode8, int64(-1n)), /18446744073709551615 bytes/],
    ['has bytes of 2^63 bytes', pickle(opcode.binBytes8, int64(2n ** 62n)), /4611686018427387904 bytes/],
    ['has an integer longer than itself', pickle(opcode.long1, 255), /255 bytes/],
    ['has a text that is not UTF-8', pickle(opcode.shortBinUnicode, 2, 0xc3, 0x28), /not valid UTF-8/],
    ['has a global without an end', bytes(opcode.proto, 2, opcode.global, 'posix'), /a line does not end/],
    ['takes a mark that is not there', pickle(opcode.tuple), /no mark/],
    ['takes a value below a mark', pickle(opcode.none, mark, opcode.tuple1), /a value is missing/],
    ['uses an unknown memo entry', pickle(opcode.binGet, 7), /value 7 is used before/],
    ['appends to a tuple', pickle(opcode.emptyTuple, opcode.none, opcode.append), /not a list/],
    ['sets an item of a list', pickle(opcode.emptyList, text('a'), opcode.none, opcode.setItem), /not a dict/],
    ['adds to a dict as to a set', pickle(opcode.emptyDict, mark, opcode.none, opcode.addItems), /not a set/],
    ['sets a key without a value', pickle(opcode.emptyDict, mark, text('a'), opcode.setItems), /not a dict/],
    ['names a global by numbers', pickle(integer(1), integer(2), opcode.stackGlobal), /not text/],
    ['asks for memory with a text', pickle(text('0'), opcode.binPersId), /reference to tensor memory/],
    ['rebuilds a tensor of nothing', pickle(call(global('torch._utils', '_rebuild_tensor_v2'))), /parts of a tensor/],
    [
      'rebuilds a parameter of nothing',
      pickle(call(global('torch._utils', '_rebuild_parameter'))),
      /without its tensor/,
    ],
    ['has 100 001 marks', pickle(new Uint8Array(100_001).fill(mark)), /nested deeper/],
    ['has 100 001 values', pickle(new Uint8Array(100_001).fill(opcode.none)), /values on the stack/],
    ['is larger than any state dict', new Uint8Array(2 ** 24 + 1), /more than any state dict needs/],
  ])('that %s is refused', async (_, pickleBytes, message) => {
    await expectUserError(readTorchFile(torchFile(pickleBytes)), message);
  });

  it('that memorises a million and one values is refused', async () => {
    const put = (_: unknown, i: number) => bytes(opcode.longBinPut, int32(i));
    const puts = Buffer.concat(Array.from({ length: 1_000_001 }, put));
    await expectUserError(readPickled(opcode.none, puts), /memorised values/);
  });

  it('that holds itself is read without end', async () => {
    const self = bytes(opcode.emptyDict, opcode.binPut, 0, text('self'), opcode.binGet, 0, opcode.setItem);
    await expectUserError(readPickled(self), /value of "self" is a dict/);
  });
});

describe('a pickle that is not a state dict', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['a tensor', tensor(), /expected a dict of tensors/],
    ['a list of tensors', bytes(opcode.emptyList, tensor(), opcode.append), /expected a dict of tensors/],
    ['a state dict within a dict', dict(text('state_dict'), dict(text('w'), tensor())), /"state_dict" is a dict/],
    ['a number beside tensors', dict(text('w'), tensor(), text('epoch'), integer(3)), /"epoch" is a number/],
    ['a key that is a number', dict(integer(1), tensor()), /a key of the state dict is not text/],
  ])('%s is refused', async (_, parts, message) => {
    await expectUserError(readPickled(parts), message);
  });

  it('but a tensor named __proto__ is a tensor like any other', async () => {
    const values = await readPickled(dict(text('__proto__'), tensor()));
    expect([...values]).toEqual([['__proto__', [0, 0]]]);
  });
});

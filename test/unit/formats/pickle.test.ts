import { describe, expect, it } from 'vitest';
import { readPickle } from '../../../src/core/formats/pickle/readPickle';
import { PickleTuple } from '../../../src/core/formats/pickle/values';
import type { PickleValue } from '../../../src/core/formats/pickle/values';

const tuple = (...items: PickleValue[]) => new PickleTuple(items);

/** What CPython 3.11's pickle.dumps(value, protocol) gives. */
const cases: { python: string; protocol: number; hex: string; value: PickleValue }[] = [
  {
    python: "{'epoch': 3, 'lr': 0.001, 'name': 'grüße', 'none': None, 'flags': (True, False), 'list': [1, -2, 300]}",
    protocol: 2,
    hex:
      '80027d710028580500000065706f636871014b0358020000006c727102473f50624dd2f1a9fc58040000006e616d65710358070000006772' +
      'c3bcc39f65710458040000006e6f6e6571054e5805000000666c6167737106888986710758040000006c69737471085d7109284b014afeff' +
      'ffff4d2c0165752e',
    value: new Map<PickleValue, PickleValue>([
      ['epoch', 3],
      ['lr', 0.001],
      ['name', 'grüße'],
      ['none', null],
      ['flags', tuple(true, false)],
      ['list', [1, -2, 300]],
    ]),
  },
  {
    python: "{'__proto__': {'polluted': 1}}",
    protocol: 4,
    hex: '80049522000000000000007d948c095f5f70726f746f5f5f947d948c08706f6c6c75746564944b0173732e',
    value: new Map([['__proto__', new Map([['polluted', 1]])]]),
  },
  {
    python: '(2**31, -2**31-1, 2**53-1, 2**53+1, -2**63-1, 2**200, 0, 255, 256, -1)',
    protocol: 2,
    hex:
      '8002288a0500000080008a05ffffff7fff8a07ffffffffffff1f8a07010000000000208a09ffffffffffffff7fff8a1a0000000000000000' +
      '0000000000000000000000000000000000014b004bff4d00014affffffff7471002e',
    value: tuple(2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2n ** 53n + 1n, -(2n ** 63n) - 1n, 2n ** 200n, 0, 255, 256, -1),
  },
  {
    python: '{1, 2, 3}',
    protocol: 5,
    hex: '8005950b000000000000008f94284b014b024b03902e',
    value: new Set([1, 2, 3]),
  },
  {
    python: "b'\\x00\\xff'",
    protocol: 4,
    hex: '8004950600000000000000430200ff942e',
    value: Uint8Array.of(0, 255),
  },
  {
    python: '((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4))',
    protocol: 2,
    hex: '800228294b018571004b014b028671014b014b024b03877102284b014b024b034b047471037471042e',
    value: tuple(tuple(), tuple(1), tuple(1, 2), tuple(1, 2, 3), tuple(1, 2, 3, 4)),
  },
  {
    python: "s = [7]; [s, s, {'a': s}]",
    protocol: 5,
    hex: '80059515000000000000005d94285d944b076168017d948c016194680173652e',
    value: [[7], [7], new Map([['a', [7]]])],
  },
];

describe('a pickle that CPython wrote', () => {
  it.each(cases)('$python, protocol $protocol', ({ hex, value }) => {
    expect(readPickle(new Uint8Array(Buffer.from(hex, 'hex')), 'pickle')).toEqual(value);
  });
});

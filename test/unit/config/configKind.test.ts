import { expect, it } from 'vitest';
import { kindOf, saidKind } from '../../../src/core/config/configKind';

it.each([
  ['{ "kind": "sweep" }', 'sweep', 2],
  ['// a\n{ "model": "m", /* b */ "kind": "sae", }', 'sae', 29],
  // While it is being written.
  ['{ "kind": "sweep", "space": { "k": [1, ', 'sweep', 2],
] as const)('is found in %s', (text, kind, offset) => {
  expect(saidKind(text)).toEqual({ kind, offset });
  expect(kindOf(text)).toBe(kind);
});

it.each(['', '{', '[]', '{ "kind": "other" }', '{ "space": { "kind": "sweep" } }', '['.repeat(100_000)])(
  'is not said by %.40s',
  (text) => {
    expect(saidKind(text)).toBeUndefined();
    // Training says what is wrong with it.
    expect(kindOf(text)).toBe('sae');
  },
);

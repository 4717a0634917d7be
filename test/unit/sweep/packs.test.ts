import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResolvedConfig } from '../../../src/core/config/saeConfig';
import { packsOf, type PackedTrial } from '../../../src/core/sweep/packs';
import { togetherKey } from '../../../src/core/sweep/togetherKey';

const trial = (number: number, ownBytes = 10, key = 'a', sharedBytes = 5): PackedTrial => ({
  trial: number,
  key,
  ownBytes,
  sharedBytes,
});

describe('packs', () => {
  it('hold as many trials of the same key as memory has room for', () => {
    const trials = [0, 1, 2, 3, 4].map((number) => trial(number));
    expect(packsOf(trials, 35, 16)).toEqual([
      { trials: [0, 1, 2], alone: null },
      { trials: [3, 4], alone: null },
    ]);
    expect(packsOf(trials, 1000, 2).map((pack) => pack.trials)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it.each([
    [[trial(0), trial(1, 10, 'b')], 1000, 16, 'no other trial'],
    [[trial(0), trial(1)], 20, 16, 'not enough memory'],
    [[trial(0), trial(1)], 1000, 1, 'one by one'],
  ])('of one say why: %j', (trials, memory, most, reason) => {
    for (const { trials: packed, alone } of packsOf(trials, memory, most)) {
      expect(packed).toHaveLength(1);
      expect(alone).toContain(reason);
    }
  });

  it('hold every trial once, none of another key, and fit where more than one is in them', () => {
    const arbitrary = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom('a', 'b')), { maxLength: 30 });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 8 }), (of, memory, most) => {
        const trials = of.map(([bytes, key], number) => trial(number, bytes, key));
        const packs = packsOf(trials, memory, most);
        expect(packs.flatMap((pack) => pack.trials).toSorted((a, b) => a - b)).toEqual(
          trials.map((each) => each.trial),
        );
        for (const pack of packs) {
          const members = pack.trials.map((number) => trials[number]!);
          expect(new Set(members.map(({ key }) => key)).size).toBe(1);
          expect(members.length).toBeLessThanOrEqual(most);
          expect(pack.alone === null).toBe(members.length > 1);
          const bytes = 5 + members.length * Math.max(...members.map(({ ownBytes }) => ownBytes));
          if (members.length > 1) expect(bytes).toBeLessThanOrEqual(memory);
        }
      }),
    );
  });
});

describe('trials that can be trained together', () => {
  const config = { architecture: 'topk', k: 4, encoding_dim: 32, learning_rate: 1e-3, batch_size: 8, seed: 1 };
  const sources = { model: 'm', questions: null, initFrom: null };
  const keyOf = (change: object, more = {}) =>
    togetherKey({ ...config, ...change } as unknown as ResolvedConfig, { ...sources, ...more });

  it.each([{ encoding_dim: 64 }, { learning_rate: 1, num_epochs: 3, patience: 9, early_stopping_threshold: 0 }])(
    'may differ in %j',
    (change) => expect(keyOf(change)).toBe(keyOf({})),
  );

  it('may differ in where their weights come from', () => {
    expect(keyOf({}, { initFrom: 'i' })).toBe(keyOf({}));
  });

  it.each([
    { k: 5 },
    { seed: 2 },
    { batch_size: 16 },
    { architecture: 'kl' },
    { layer_num: 1 },
    { preset: 'notebook' },
  ])('may not differ in %j', (change) => expect(keyOf(change)).not.toBe(keyOf({})));

  it('may not differ in the model', () => expect(keyOf({}, { model: 'n' })).not.toBe(keyOf({})));
});

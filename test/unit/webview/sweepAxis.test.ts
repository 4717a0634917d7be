import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrialView } from '../../../src/protocol/sweep';
import { axisOf } from '../../../src/webview/sweep/axis';
import { columnsOf } from '../../../src/webview/sweep/columns';
import { brushByDrag, brushByKey } from '../../../src/webview/sweep/parallel/brushMoves';
import { madeSweep } from '../../webview/madeTrials';

const { sweep, trials } = madeSweep({ trials: 60 });
const columns = columnsOf(sweep.plan, trials, true);
const column = (title: string) => columns.find((each) => each.title === title)!;
const withRate = (rate: number): TrialView => ({ ...trials[0]!, parameters: { learning_rate: rate } });

describe('an axis', () => {
  test('is logarithmic where the search is, and as long as the search space before any trial', () => {
    const axis = axisOf(column('learning_rate'), [], undefined);
    expect(axis.isLogarithmic).toBe(true);
    const [low, middle, high] = [1e-4, 1e-3, 1e-2].map((rate) => axis.shareOf(withRate(rate))) as [
      number,
      number,
      number,
    ];
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(middle).toBeCloseTo((low + high) / 2, 12);
    expect(axis.ticks.map(({ text }) => text)).toEqual(['0.0001', '0.001', '0.01']);
  });

  test('is linear when it is asked to be, and never logarithmic without values above 0', () => {
    const axis = axisOf(column('learning_rate'), trials, false);
    const share = (rate: number) => axis.shareOf(withRate(rate));
    expect(share(0.006)).toBeCloseTo((share(0.002) + share(0.01)) / 2, 12);
    const zeros = trials.map((trial) => ({ ...trial, objective: { score: 0 } }));
    const flat = axisOf(column('score'), zeros, true);
    expect(flat.isLogarithmic).toBe(false);
    expect(flat.shareOf(zeros[0]!)).toBe(0.5);
  });

  test('has no place for a value of 0 on a logarithmic scale, nor for none', () => {
    const axis = axisOf(column('score'), [...trials, { ...trials[0]!, objective: { score: 0 } }], true);
    expect(axis.shareOf({ ...trials[0]!, objective: { score: 0 } })).toBeNaN();
    expect(axis.shareOf({ ...trials[0]!, objective: null })).toBeNaN();
  });

  test('gives each of a few values a step', () => {
    const axis = axisOf(column('hook'), trials, undefined);
    expect(axis.ticks).toEqual([
      { share: 0.25, text: 'mlp.hook_pre' },
      { share: 0.75, text: 'mlp.hook_post' },
    ]);
    expect(axis.textAt(0.9)).toBe('mlp.hook_post');
    expect(axisOf(column('batch_size'), trials, undefined).ticks.map(({ text }) => text)).toEqual(['64', '128', '256']);
  });

  test('places that were brushed stay the same values when the axis becomes longer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (share, isLogarithmic) => {
        const before = axisOf(column('score'), trials, isLogarithmic);
        const after = axisOf(column('score'), [...trials, { ...trials[0]!, objective: { score: 50 } }], isLogarithmic);
        const place = before.placeAt(share);
        expect(before.shareAt(place)).toBeCloseTo(share, 9);
        expect(after.placeAt(after.shareAt(place))).toBeCloseTo(place, 9);
        expect(after.shareAt(place)).toBeLessThan(before.shareAt(place) + 0.05);
      }),
    );
  });
});

describe('a brush', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const key = fc.constantFrom('ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', 'Delete');
  const pressed = (name: string, shiftKey = false, ctrlKey = false) =>
    ({ key: name, shiftKey, ctrlKey, altKey: false, metaKey: false }) as const;

  test('stays on its axis whatever is done to it', () => {
    fc.assert(
      fc.property(share, share, fc.array(fc.tuple(key, fc.boolean(), fc.boolean())), (from, to, keys) => {
        let brush: ReturnType<typeof brushByKey> = brushByDrag(
          { from, before: undefined, pixel: 0.01, hasMoved: true },
          to,
        );
        for (const [name, shift, ctrl] of keys) {
          const next = brushByKey(pressed(name, shift, ctrl), brush);
          if (next !== 'none') brush = next;
          if (!brush) continue;
          expect(brush.min).toBeGreaterThanOrEqual(0);
          expect(brush.max).toBeLessThanOrEqual(1 + 1e-12);
          expect(brush.min).toBeLessThanOrEqual(brush.max);
        }
      }),
    );
  });

  test('is pulled by its ends, moved by its middle, and drawn anew beside it', () => {
    const before = { min: 0.2, max: 0.4 };
    const drag = (from: number, to: number) => brushByDrag({ from, before, pixel: 0.001, hasMoved: true }, to);
    expect(drag(0.401, 0.6)).toEqual({ min: 0.2, max: 0.6 });
    expect(drag(0.199, 0.1)).toEqual({ min: 0.1, max: 0.4 });
    expect(drag(0.199, 0.9)).toEqual({ min: 0.4, max: 0.9 });
    expect(drag(0.3, 0.5).min).toBeCloseTo(0.4, 12);
    expect(drag(0.3, 0.99)).toEqual({ min: expect.closeTo(0.8, 12) as number, max: expect.closeTo(1, 12) as number });
    expect(drag(0.7, 0.9)).toEqual({ min: 0.7, max: 0.9 });
  });

  test('is made, moved, stretched and taken away by keys', () => {
    const made = brushByKey(pressed('Enter'), undefined);
    expect(made).toEqual({ min: 0.4, max: 0.6 });
    expect(brushByKey(pressed('ArrowUp', true), { min: 0.4, max: 0.6 })).toEqual({ min: 0.4, max: 0.62 });
    expect(brushByKey(pressed('ArrowUp', false, true), { min: 0.4, max: 0.6 })).toEqual({
      min: expect.closeTo(0.42, 12) as number,
      max: 0.6,
    });
    expect(brushByKey(pressed('Home'), { min: 0.4, max: 0.6 })).toEqual({
      min: 0,
      max: expect.closeTo(0.2, 12) as number,
    });
    expect(brushByKey(pressed('Delete'), { min: 0.4, max: 0.6 })).toBeUndefined();
    expect(brushByKey(pressed('Tab'), undefined)).toBe('none');
  });
});

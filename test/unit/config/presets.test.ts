import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../src/core/config/presets';

describe('rulesOf', () => {
  it("gives the notebook's rules, flaws included", () => {
    const { klClamp, ...others } = rulesOf('notebook');
    expect(others).toEqual({
      penaltyCap: 1000,
      adamPerEpoch: true,
      dropFirstBatch: true,
      keep: 'last',
    });
    expect(Math.fround(klClamp.low)).toBeGreaterThan(0);
    // The notebook's trap: in float32 the upper bound is no bound below 1.
    expect(klClamp.high).toBeLessThan(1);
    expect(Math.fround(klClamp.high)).toBe(1);
  });

  it('gives rules by default under which a float32 mean of 1 keeps a finite divergence and gradient', () => {
    const { klClamp, ...others } = rulesOf('default');
    expect(others).toEqual({
      penaltyCap: null,
      adamPerEpoch: false,
      dropFirstBatch: false,
      keep: 'best',
    });
    expect(Math.fround(klClamp.high)).toBeLessThan(1);
    expect(klClamp.low).toBeCloseTo(1 - klClamp.high, 12);
  });
});

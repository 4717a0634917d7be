import { describe, expect, it } from 'vitest';
import { Pace } from '../../../src/runtime/pace';

describe('the pace of training', () => {
  it('begins with one step, and then makes as many as fill a quarter of a second', () => {
    const pace = new Pace();
    expect(pace.steps(1000)).toBe(1);
    pace.measured(1, 0.025);
    expect(pace.steps(1000)).toBe(10);
  });

  it('makes at least one step, however slow, and no more than remain or than a call may return', () => {
    const pace = new Pace();
    pace.measured(1, 60);
    expect(pace.steps(5)).toBe(1);
    pace.measured(1, 0.0001);
    expect(pace.steps(5)).toBe(5);
    expect(pace.steps(100000)).toBe(256);
  });

  it('is not thrown off by a single slow call', () => {
    const pace = new Pace();
    pace.measured(1, 0.01);
    pace.measured(25, 2.5);
    expect(pace.steps(1000)).toBeGreaterThan(3);
  });
});

import { describe, expect, it } from 'vitest';
import { importances } from '../../../src/core/sweep/importance';
import { searchSpace, type TrialParameters } from '../../../src/core/sweep/searchSpace';
import { hypercubeParameters } from '../../../src/core/sweep/strategies/sampling';

const angle = (key: string) =>
  ({ key, kind: 'range', min: -Math.PI, max: Math.PI, scale: 'linear', whole: false }) as const;

function trialsOf(space: ReturnType<typeof searchSpace>, count: number): TrialParameters[] {
  return Array.from({ length: count }, (_, t) => hypercubeParameters(space, 1, t, count)!);
}

describe('importances', () => {
  it("are Sobol's indices of Ishigami's function, as they are known", () => {
    const space = searchSpace([angle('x1'), angle('x2'), angle('x3')]);
    const trials = trialsOf(space, 150);
    const values = trials.map((parameters) => {
      const [x1, x2, x3] = [Number(parameters.x1), Number(parameters.x2), Number(parameters.x3)];
      return Math.sin(x1) + 7 * Math.sin(x2) ** 2 + 0.1 * x3 ** 4 * Math.sin(x1);
    });
    const found = importances(space, trials, values);
    // Ishigami and Homma (1990), with a = 7 and b = 0.1.
    const expected = [
      { key: 'x1', alone: 0.3139, total: 0.5576 },
      { key: 'x2', alone: 0.4424, total: 0.4424 },
      { key: 'x3', alone: 0, total: 0.2437 },
    ];
    for (const [i, { key, alone, total }] of expected.entries()) {
      expect(found[i]!.key).toBe(key);
      expect(Math.abs(found[i]!.alone - alone), `${key} alone`).toBeLessThan(0.08);
      expect(Math.abs(found[i]!.total - total), `${key} in total`).toBeLessThan(0.08);
    }
  });

  it('of choices that are no numbers are told from those of numbers', () => {
    const space = searchSpace([
      { key: 'hook', kind: 'choice', values: ['a', 'b', 'c'] },
      { key: 'k', kind: 'range', min: 1, max: 30, scale: 'linear', whole: true },
    ]);
    const trials = trialsOf(space, 40);
    const [hook, k] = importances(
      space,
      trials,
      trials.map((parameters) => (parameters.hook === 'b' ? 5 : 1)),
    );
    expect(hook!.alone).toBeGreaterThan(0.9);
    expect(k!.total).toBeLessThan(0.05);
  });

  it('are none where too few trials, or equal ones, cannot say', () => {
    const space = searchSpace([angle('x1')]);
    expect(importances(space, trialsOf(space, 3), [1, 2, 3])).toEqual([]);
    expect(importances(space, trialsOf(space, 5), [2, 2, 2, 2, 2])).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../../src/core/config/parseSweep';
import { resolveSweep } from '../../../src/core/config/resolveSweep';
import type { Strategy } from '../../../src/core/config/sweepConfig';
import { nextTrial, type SearchPlan } from '../../../src/core/sweep/nextTrial';
import { parametersText, searchSpace, type TrialParameters } from '../../../src/core/sweep/searchSpace';
import { gridNumber, gridParameters } from '../../../src/core/sweep/strategies/grid';
import type { KnownTrial } from '../../../src/core/sweep/strategies/bayesian';
import { chiSquareOfEqual, countsOf } from '../random/chiSquare';

/** Python's expansion of the notebook's grid: tools/fixtures/make_vectors.py. */
const { gridOrder } = JSON.parse(readFileSync('test/fixtures/vectors.json', 'utf8')) as {
  gridOrder: { grid: object; expanded: object[] };
};

const unit = (key: string) => ({ key, kind: 'range', min: 0, max: 1, scale: 'linear', whole: false }) as const;
const square = searchSpace([unit('x'), unit('y')]);
const plan = (strategy: Strategy, more: Partial<SearchPlan> = {}): SearchPlan => ({
  space: square,
  strategy,
  seed: 1,
  trials: 30,
  ...more,
});

type Outcome = (parameters: TrialParameters, trial: number) => KnownTrial['outcome'];
const bowl = ({ x, y }: TrialParameters) => (Number(x) - 0.3) ** 2 + 2 * (Number(y) - 0.8) ** 2;
const done: Outcome = (parameters) => ({ state: 'done', values: [bowl(parameters)] });

/** All trials of a sweep, one after the other. */
function sweep(search: SearchPlan, outcome: Outcome = done, known: readonly KnownTrial[] = []): KnownTrial[] {
  const trials = [...known];
  for (let next = nextTrial(search, trials); next; next = nextTrial(search, trials)) {
    trials.push({ ...next, outcome: outcome(next.parameters, next.trial) });
  }
  return trials;
}

const valuesOf = (trials: readonly KnownTrial[]) => trials.map(({ parameters }) => parameters);
const strategies = ['random', 'latin_hypercube', 'bayesian'] as const;

describe('the trials of a grid', () => {
  it.each(['notebook_grid', gridOrder.grid])("come in the notebook's order: %j", (space) => {
    const text = JSON.stringify({ kind: 'sweep', model: 'm', preset: 'notebook', space });
    const { space: resolved, strategy } = resolveSweep(parseSweep(text, 's.quanta.json'));
    expect(valuesOf(sweep(plan(strategy, { space: resolved, trials: null })))).toEqual(gridOrder.expanded);
  });

  it('keep the order in which values are listed, the last key changing fastest', () => {
    const space = searchSpace([
      { key: 'k', kind: 'choice', values: [8, 4] },
      { key: 'hook', kind: 'choice', values: ['b', 'a'] },
    ]);
    expect(valuesOf(sweep(plan('grid', { space, trials: 3 })))).toEqual([
      { hook: 'b', k: 8 },
      { hook: 'b', k: 4 },
      { hook: 'a', k: 8 },
    ]);
  });

  it('are all tried, by their numbers, where some of them are known already', () => {
    const space = searchSpace([
      { key: 'k', kind: 'choice', values: [8, 4, 2] },
      { key: 'hook', kind: 'choice', values: ['b', 'a'] },
    ]);
    const known = [4, 1].map((trial): KnownTrial => {
      return { trial, parameters: gridParameters(space, trial)!, outcome: { state: 'done', values: [1] } };
    });
    const trials = sweep(plan('grid', { space, trials: null }), () => ({ state: 'done', values: [1] }), known);
    expect(trials.map(({ trial }) => trial)).toEqual([4, 1, 0, 2, 3, 5]);
    for (const { trial, parameters } of trials) expect(gridNumber(space, parameters)).toBe(trial);
  });
});

describe.each(strategies)('the trials of %s', (strategy) => {
  it('are as many as asked for, all of them different, and the same again for the same seed', () => {
    const trials = sweep(plan(strategy));
    expect(trials.map(({ trial }) => trial)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(new Set(trials.map(({ parameters }) => parametersText(parameters))).size).toBe(30);
    expect(sweep(plan(strategy))).toEqual(trials);
    expect(valuesOf(sweep(plan(strategy, { seed: 2 })))).not.toEqual(valuesOf(trials));
  });

  it('go on from the known ones as if nothing had happened', () => {
    const trials = sweep(plan(strategy));
    // In whatever order they ended.
    expect(sweep(plan(strategy), done, trials.slice(0, 17).toReversed()).slice(17)).toEqual(trials.slice(17));
  });

  it('end where everything was tried', () => {
    const space = searchSpace([
      { key: 'k', kind: 'range', min: 1, max: 4, scale: 'log', whole: true },
      { key: 'hook', kind: 'choice', values: ['a', 'b'] },
    ]);
    const trials = sweep(plan(strategy, { space, trials: 100 }), ({ k }) => ({ state: 'done', values: [Number(k)] }));
    expect(trials).toHaveLength(8);
  });
});

describe('a random search', () => {
  it('does not depend on what came of earlier trials, and is uniform', () => {
    const trials = sweep(plan('random', { trials: 2000 }), () => ({ state: 'pending' }));
    for (const key of ['x', 'y']) {
      const cells = trials.map(({ parameters }) => Math.floor(10 * Number(parameters[key])));
      // 99.9 % of such tables are below, by the chi-square distribution with 9 degrees of freedom.
      expect(chiSquareOfEqual(countsOf(cells, 10))).toBeLessThan(27.88);
    }
  });
});

describe('a Latin hypercube', () => {
  it('has one trial in each piece of each dimension', () => {
    const trials = sweep(plan('latin_hypercube', { trials: 40 }));
    for (const key of ['x', 'y']) {
      const pieces = trials.map(({ parameters }) => Math.floor(40 * Number(parameters[key])));
      expect(new Set(pieces).size).toBe(40);
    }
  });
});

describe('a Bayesian search', () => {
  const bestOf = (trials: readonly KnownTrial[]) => Math.min(...trials.map(({ parameters }) => bowl(parameters)));

  it('closes in on the best', () => {
    const best = bestOf(sweep(plan('bayesian')));
    expect(best).toBeLessThan(1e-4);
    expect(best).toBeLessThan(0.2 * bestOf(sweep(plan('random'))));
  });

  it('learns from trials that fail to keep away', () => {
    const trials = sweep(plan('bayesian'), (parameters) => {
      return Number(parameters.x) > 0.5 ? { state: 'failed' } : done(parameters, 0);
    });
    // As long as there is something to be gained elsewhere; half of the space fails.
    expect(trials.slice(7, 17).filter(({ outcome }) => outcome.state === 'failed').length).toBeLessThan(2);
    expect(bestOf(trials)).toBeLessThan(1e-3);
  });

  it('searches at random while nothing has come of any trial', () => {
    expect(sweep(plan('bayesian'), () => ({ state: 'failed' }))).toHaveLength(30);
  });

  it('puts trials that train at the same time in different places', () => {
    const known = sweep(plan('bayesian', { trials: 8 }));
    const together = sweep(plan('bayesian', { trials: 12 }), () => ({ state: 'pending' }), known).slice(8);
    const points = valuesOf(together).map(({ x, y }) => [Number(x), Number(y)] as const);
    for (const [i, a] of points.entries()) {
      for (const b of points.slice(0, i)) expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(0.02);
    }
  });

  it('follows the front of two objectives that pull apart', () => {
    const trials = sweep(plan('bayesian', { trials: 40 }), ({ x, y }) => {
      const height = (Number(y) - 0.5) ** 2;
      return { state: 'done', values: [Number(x) ** 2 + height, (1 - Number(x)) ** 2 + height] };
    });
    const near = trials.slice(10).filter(({ parameters }) => Math.abs(Number(parameters.y) - 0.5) < 0.05);
    // A tenth of the square, and so of the trials of a random search.
    expect(near.length).toBeGreaterThan(12);
    const thirds = new Set(near.map(({ parameters }) => Math.floor(3 * Number(parameters.x))));
    expect(thirds.size).toBe(3);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/core/random/stream';
import { logExpectedImprovement } from '../../../src/core/sweep/surrogate/expectedImprovement';
import { GaussianProcess } from '../../../src/core/sweep/surrogate/gaussianProcess';
import { logMarginalLikelihood } from '../../../src/core/sweep/surrogate/marginalLikelihood';
import { minimise } from '../../../src/core/sweep/surrogate/minimise';

interface Case {
  rows: number[][];
  y: number[];
  variance: number;
  lengths: number[];
  noise: number;
  logMarginalLikelihood: number;
  gradient: number[];
  asked: number[][];
  means: number[];
  variances: number[];
}

/** What scikit-learn and mpmath say: tools/fixtures/make_gaussian_process.py. */
const fixture = JSON.parse(readFileSync('test/fixtures/gaussian_process.json', 'utf8')) as {
  cases: Case[];
  improvements: { mean: number; variance: number; best: number; log: number }[];
};

const inputsOf = (rows: number[][]) => ({
  rows: rows.map((row) => Float64Array.from(row)),
  scaleOf: rows[0]!.map((_, i) => i),
});
const parametersOf = ({ variance, lengths, noise }: Case) => ({
  variance: Math.log(variance),
  lengths: lengths.map(Math.log),
  noise: Math.log(noise),
});

function expectClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i]! - value), `entry ${i}`).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
  }
}

describe('a Gaussian process', () => {
  it.each(fixture.cases)('has the marginal likelihood, gradient and predictions of scikit-learn', (case_) => {
    const inputs = inputsOf(case_.rows);
    const found = logMarginalLikelihood(inputs, Float64Array.from(case_.y), parametersOf(case_))!;
    expectClose([found.value], [case_.logMarginalLikelihood], 1e-9);
    expectClose(found.gradient, case_.gradient, 1e-8);
    const process = GaussianProcess.of(inputs, case_.y, parametersOf(case_));
    const predictions = case_.asked.map((row) => process.predict(Float64Array.from(row)));
    expectClose(
      predictions.map(({ mean }) => mean),
      case_.means,
      1e-9,
    );
    expectClose(
      predictions.map(({ variance }) => variance),
      case_.variances,
      1e-8,
    );
  });

  it('with features that share a length scale has the derivatives that differences have', () => {
    const { rows, y } = fixture.cases[1]!;
    const inputs = { ...inputsOf(rows), scaleOf: [0, 1, 1] };
    const at = (x: number[]) => ({ variance: x[0]!, lengths: [x[1]!, x[2]!], noise: x[3]! });
    const values = Float64Array.from(y);
    const x = [0.2, -0.5, 0.4, -3];
    const { gradient } = logMarginalLikelihood(inputs, values, at(x))!;
    const differences = x.map((_, i) => {
      const moved = (by: number) => at(x.map((value, j) => (i === j ? value + by : value)));
      const [above, below] = [moved(1e-5), moved(-1e-5)].map((p) => logMarginalLikelihood(inputs, values, p)!.value);
      return (above! - below!) / 2e-5;
    });
    expectClose(gradient, differences, 1e-6);
  });

  it('fitted to a function finds which dimension matters, and predicts it', () => {
    const random = randomStream(1, 'search', 0);
    const rows = Array.from({ length: 60 }, () => random.uniformFloats(3, 0, 1));
    const f = (row: ArrayLike<number>) => 100 + 7 * Math.sin(6 * row[0]!) + 0.5 * row[1]!;
    const process = GaussianProcess.fit({ rows, scaleOf: [0, 1, 2] }, rows.map(f));
    const [first, second, third] = process.parameters.lengths;
    expect(first).toBeLessThan(second! - 1);
    expect(second).toBeLessThan(third!);
    const asked = random.uniformFloats(3, 0.1, 0.9);
    const { mean, variance } = process.predict(asked);
    expect(Math.abs(mean - f(asked))).toBeLessThan(0.1);
    expect(variance).toBeLessThan(0.01);
  });

  it('fitted to inputs that are all the same, or to equal observations, still predicts', () => {
    const row = Float64Array.of(0.5);
    const same = GaussianProcess.fit({ rows: [row, row, row], scaleOf: [0] }, [1, 2, 3]);
    expect(same.predict(row).mean).toBeCloseTo(2, 1);
    const flat = GaussianProcess.fit({ rows: [row, Float64Array.of(1)], scaleOf: [0] }, [4, 4]);
    expect(flat.predict(Float64Array.of(0)).mean).toBe(4);
  });

  it('that believes in a pending trial expects the same there, and knows more of it', () => {
    const { rows, y } = fixture.cases[0]!;
    const process = GaussianProcess.fit(inputsOf(rows), y);
    const asked = Float64Array.of(0.5, 0.5, 0.5);
    const before = process.predict(asked);
    const after = process.believing([asked]).predict(asked);
    expect(after.mean).toBeCloseTo(before.mean, 3);
    expect(after.variance).toBeLessThan(0.1 * before.variance);
  });
});

describe('the expected improvement', () => {
  it.each(fixture.improvements)('is what mpmath says: $mean ± √$variance against $best', ({ log, best, ...at }) => {
    expectClose([logExpectedImprovement(at, best)], [log], 1e-9);
  });

  it('of a value that is certain is what it improves', () => {
    expect(logExpectedImprovement({ mean: 1, variance: 0 }, 3)).toBe(Math.log(2));
    expect(logExpectedImprovement({ mean: 3, variance: 0 }, 3)).toBe(-Infinity);
  });
});

describe('minimise', () => {
  it("finds the end of Rosenbrock's valley", () => {
    const rosenbrock = (x: Float64Array) => {
      const [a, b] = [x[0]!, x[1]!];
      return {
        value: (1 - a) ** 2 + 100 * (b - a * a) ** 2,
        gradient: Float64Array.of(-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)),
      };
    };
    const { x } = minimise(rosenbrock, Float64Array.of(-1.2, 1), 200)!;
    expectClose(x, [1, 1], 1e-4);
  });

  it('turns back from where a function has no value', () => {
    const logarithmic = (x: Float64Array) => {
      if (x[0]! <= 0) return undefined;
      return { value: 50 * x[0]! - Math.log(x[0]!), gradient: Float64Array.of(50 - 1 / x[0]!) };
    };
    // Nearly straight as it is at 3, a guess at its curvature leads far below 0.
    expectClose(minimise(logarithmic, Float64Array.of(3), 100)!.x, [0.02], 1e-4);
    expect(minimise(logarithmic, Float64Array.of(-1), 100)).toBeUndefined();
  });
});

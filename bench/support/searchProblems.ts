import { searchSpace, type SearchSpace, type TrialParameters } from '../../src/core/sweep/searchSpace';

/** Something to be made as small as can be. */
export interface SearchProblem {
  readonly name: string;
  readonly space: SearchSpace;
  readonly minimum: number;
  readonly value: (parameters: TrialParameters) => number;
}

const unit = (key: string, min = 0, max = 1) =>
  ({ key, kind: 'range', min, max, scale: 'linear', whole: false }) as const;

/** Dixon and Szegő (1978). */
export const branin: SearchProblem = {
  name: 'Branin',
  space: searchSpace([unit('x1', -5, 10), unit('x2', 0, 15)]),
  minimum: 0.397887357729739,
  value: ({ x1, x2 }) => {
    const [a, b] = [Number(x1), Number(x2)];
    const bowl = b - (5.1 / (4 * Math.PI ** 2)) * a ** 2 + (5 / Math.PI) * a - 6;
    return bowl ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
  },
};

const weights = [1, 1.2, 3, 3.2];
const slopes = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const centres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann (1973), in six dimensions. */
export const hartmann6: SearchProblem = {
  name: 'Hartmann6',
  space: searchSpace(slopes[0]!.map((_, i) => unit(`x${i + 1}`))),
  minimum: -3.32236801141551,
  value: (parameters) => {
    const exponents = slopes.map((row, i) =>
      row.reduce((sum, slope, j) => sum + slope * (Number(parameters[`x${j + 1}`]) - centres[i]![j]!) ** 2, 0),
    );
    return -exponents.reduce((sum, exponent, i) => sum + weights[i]! * Math.exp(-exponent), 0);
  },
};

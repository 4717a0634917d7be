// `node bench/run.mjs sweepSearch`: how often does the Bayesian search find something better than the random one, in as
// many trials? On two functions, and on the recorded results of all trials of a grid (`node bench/run.mjs recordSweep`).
import type { Strategy } from '../src/core/config/sweepConfig';
import { nextTrial } from '../src/core/sweep/nextTrial';
import type { KnownTrial } from '../src/core/sweep/strategies/bayesian';
import { machine } from './support/machine';
import { recordedProblem } from './support/recordedSweep';
import { branin, hartmann6, type SearchProblem } from './support/searchProblems';
import { median } from './support/statistics';
import { printTable, progress } from './support/table';

const SEEDS = 20;
const TRIALS = 40;

/** The best value after all trials, above the minimum. */
function regret({ space, value, minimum }: SearchProblem, strategy: Strategy, seed: number): number {
  const known: KnownTrial[] = [];
  for (;;) {
    const next = nextTrial({ space, strategy, seed, trials: TRIALS }, known);
    if (!next) break;
    known.push({ ...next, outcome: { state: 'done', values: [value(next.parameters)] } });
  }
  const values = known.map(({ parameters }) => value(parameters));
  return Math.min(...values) - minimum;
}

console.log(`${await machine()}\n`);
const rows = [branin, hartmann6, await recordedProblem()].map((problem) => {
  progress(problem.name);
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
  const random = seeds.map((seed) => regret(problem, 'random', seed));
  const hypercube = seeds.map((seed) => regret(problem, 'latin_hypercube', seed));
  const start = performance.now();
  const bayesian = seeds.map((seed) => regret(problem, 'bayesian', seed));
  const seconds = (performance.now() - start) / 1000 / SEEDS;
  const wins = bayesian.filter((value, i) => value < random[i]!).length;
  const draws = bayesian.filter((value, i) => value === random[i]).length;
  return [
    problem.name,
    `${wins} of ${SEEDS}`,
    String(draws),
    ...[bayesian, random, hypercube].map((regrets) => median(regrets).toPrecision(3)),
    Math.max(...bayesian).toPrecision(3),
    seconds.toFixed(1),
  ];
});
printTable(
  [
    '',
    'Bayesian wins',
    'draws',
    'its median regret',
    'of random',
    'of Latin hypercube',
    "Bayesian's worst",
    'seconds a search',
  ],
  rows,
);

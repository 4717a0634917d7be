import * as z from 'zod';
import { integerFrom, nonEmpty, oneOf, positiveInteger, seed } from './saeKeys';
import { spaceKeys } from './searchSpaceKeys';

/** What trials can be judged by. */
export const objectiveNames = [
  'score',
  'loss',
  'density',
  'explained_variance',
  'spliced_accuracy',
  'coverage',
] as const;

const objectiveName = oneOf(...objectiveNames);
const objectivesExpected = 'expected an objective such as "score", or a list of several';
const spaceExpected = 'expected an object of keys and their values, "notebook_grid" or "notebook_search"';

const positiveNumber = (expected: string) => z.number(expected).gt(0, expected);
const reductionRange = 'expected a whole number of at least 2';
const timeExpected = 'expected a time as Slurm writes it, such as "4:00:00" or "1-12:00:00"';

export const limitKeys = {
  trials: positiveInteger.describe('The most trials. Without it a grid is trained whole, and other strategies try 50.'),
  minutes: positiveNumber('expected a number of minutes greater than 0').describe(
    'The time after which no trial is started any more; those that train are finished.',
  ),
  patience: positiveInteger.describe(
    'Stop after this many trials in a row that were no better than the best before them.',
  ),
};

export const halvingKeys = {
  min_epochs: positiveInteger.describe('Epochs after which trials are compared for the first time.').exactOptional(),
  reduction: z
    .int(reductionRange)
    .min(2, reductionRange)
    .describe('Of so many trials one goes on, for so many times the epochs.')
    .exactOptional(),
};

export const slurmKeys = {
  partition: nonEmpty("expected a partition's name").describe("The partition; without it the cluster's own choice."),
  gpus: integerFrom(0).describe('GPUs for each task.'),
  time: z
    .string(timeExpected)
    .regex(/^(\d+-)?\d+(:\d{1,2}){0,2}$/, timeExpected)
    .describe('The time limit of a task, as Slurm writes it: minutes, `hours:minutes:seconds`, `days-hours`.'),
  array_width: positiveInteger.describe('How many tasks may run at once.'),
  setup: nonEmpty('expected a line of shell').describe(
    'A line of shell that each task runs first, such as `module load cuda`.',
  ),
};

/** Every key that a sweep has beside those of its trials, in the order in which they are documented. */
export const sweepKeys = {
  kind: z
    .literal('sweep', 'expected "sweep"')
    .describe('What the file describes: `"sweep"`, the search for the best sparse autoencoder.'),
  space: z
    .union(
      [
        z.enum(['notebook_grid', 'notebook_search'], spaceExpected),
        z.strictObject(spaceKeys, spaceExpected).exactPartial(),
      ],
      spaceExpected,
    )
    .describe(
      'What is searched: keys of a trial, each with a list of values or a range, `{"min": 1e-4, "max": 1e-2, "scale": ' +
        '"log"}`. `"notebook_grid"`: the six trials of the notebook\'s grid. `"notebook_search"`: the seven ' +
        "parameters, and their ranges, of the Bayesian search in the notebook's library.",
    ),
  strategy: oneOf('grid', 'random', 'latin_hypercube', 'bayesian').describe(
    'How trials are chosen. `"grid"`: every combination, in order of the keys\' names, the last one changing fastest; ' +
      'lists only. `"random"`, and `"latin_hypercube"`, which spreads the trials evenly over each key. `"bayesian"`: where a ' +
      'Gaussian process of the trials so far expects the most improvement. Without this key `"grid"` where all are ' +
      'lists, else `"bayesian"`.',
  ),
  search_seed: seed.describe('The seed of the choice of trials, from 0 to 9007199254740991.'),
  objective: z
    .union([objectiveName, z.array(objectiveName).min(1, objectivesExpected)], objectivesExpected)
    .describe(
      "What the best trial is best at: `score` (the notebook's), `loss` and `density` are the smaller the better; " +
        '`explained_variance`, `spliced_accuracy` (of the model with the SAE in it) and `coverage` the larger. With a ' +
        'list the result is the front of those trials than which no other is better in one and as good in the rest.',
    ),
  limits: z
    .strictObject(limitKeys, 'expected an object such as {"trials": 50, "minutes": 120}')
    .exactPartial()
    .describe('When the sweep ends: at the first limit that is reached.'),
  halving: z
    .strictObject(halvingKeys, 'expected an object such as {"min_epochs": 1, "reduction": 3}')
    .describe(
      'Successive halving (ASHA): trials stop after `min_epochs`, and the best of each `reduction` of them go on, for ' +
        '`reduction` times the epochs, and so on up to `num_epochs`.',
    ),
  together: positiveInteger.describe(
    'How many trials are chosen at a time, and trained together where they can be: those that differ in sizes, rates ' +
      'and weights alone. Without it 16, and 4 where what was tried decides what is tried next (`"bayesian"`).',
  ),
  executor: oneOf('local', 'slurm').describe(
    'Where trials are trained: on this machine, or as jobs of a Slurm cluster.',
  ),
  slurm: z
    .strictObject(slurmKeys, 'expected an object such as {"partition": "gpu", "gpus": 1}')
    .exactPartial()
    .describe('What is asked of Slurm. Only with the executor `"slurm"`.'),
};

import type { SweepConfig, WrittenSpace } from './sweepConfig';

/** The grid of the notebook's cell: six trials. */
const notebookGrid: WrittenSpace = {
  encoding_dim: [64],
  learning_rate: [1e-3],
  sparsity_target: [0.05, 0.1],
  sparsity_weight: [0.1],
  l1_weight: [1e-4, 1e-3, 1e-2],
  num_epochs: [10],
  patience: [2],
};

/** What the Bayesian search of the notebook's library searches. */
const notebookSearch: WrittenSpace = {
  encoding_dim: [32, 64, 128, 256, 512],
  learning_rate: { min: 1e-4, max: 1e-2, scale: 'log' },
  sparsity_target: { min: 1e-3, max: 0.1, scale: 'log' },
  sparsity_weight: { min: 1e-3, max: 1, scale: 'log' },
  l1_weight: { min: 1e-6, max: 1e-3, scale: 'log' },
  num_epochs: { min: 5, max: 20 },
  patience: { min: 2, max: 3 },
};

/** The keys that a space searches, whether it is written out or named. */
export function writtenSpace(space: SweepConfig['space']): WrittenSpace {
  if (space === 'notebook_grid') return notebookGrid;
  if (space === 'notebook_search') return notebookSearch;
  return space;
}

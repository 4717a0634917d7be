import { expect, it } from 'vitest';
import { epochText, isPrinted, summaryText } from '../../../src/runtime/notebookLog';

// The figures that the notebook printed for its first run, and the lines that it printed them in.
const figures = { step: 999, questions: 63936, seconds: 1, kind: 'epoch' } as const;
const first = {
  ...figures,
  epoch: 1,
  score: 9.07633,
  loss: 0.07361,
  mse: 0.06861,
  sparsity_penalty: 4.93612,
  l1_penalty: 0.32801,
  density: 0.71688,
  neurons_used: 32,
};

it("an epoch's line is the notebook's", () => {
  expect(epochText(first, 32)).toBe(
    'Epoch: 1, Score: 9.0763, Loss: 0.0736, MSE: 0.0686, Sparsity Penalty: 4.9361, L1 Penalty: 0.3280, ' +
      'Sparsity: 71.69%, Neurons used: 32/32 (100.00%)',
  );
});

it('leaves out penalties that there are not, and keeps digits of small figures', () => {
  const line = { ...first, loss: 0.000071726, sparsity_penalty: null, l1_penalty: null };
  expect(epochText(line, 64)).toBe(
    'Epoch: 1, Score: 9.0763, Loss: 0.00007173, MSE: 0.0686, Sparsity: 71.69%, Neurons used: 32/64 (50.00%)',
  );
});

it("the summary is the notebook's", () => {
  const result = { score: 4.77841, loss: 0.02921, density: 0.85444, neurons_used: 32, best_epoch: 10 };
  expect(summaryText(result)).toBe('Score: 4.7784, Loss 0.0292, Sparsity 0.8544, Neurons Used: 32.');
});

it('prints the first epoch, every fifth after it, and the last', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((epoch) => isPrinted(epoch, 10))).toEqual([1, 6, 10]);
});

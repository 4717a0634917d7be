import { expect, it } from 'vitest';
import { readLedger } from '../../../src/core/sweep/ledger';
import { rankedTrials } from '../../../src/core/sweep/ranking';
import { ledgerLine, ledgerText } from './ledgerLines';

const over = (trial: number, state: 'done' | 'paused' | 'failed', objective: object | null) => [
  ledgerLine(trial, 'running'),
  ledgerLine(trial, state, { objective }),
];
const ranked = (objectives: Parameters<typeof rankedTrials>[1], ...lines: ReturnType<typeof over>[]) => {
  const { trials, problems } = readLedger(ledgerText(...lines.flat()), 'ledger.jsonl');
  expect(problems).toEqual([]);
  return rankedTrials(trials, objectives).map(({ trial, isBest }) => `${trial.trial}${isBest ? '*' : ''}`);
};

it('has the best trial first, then what is done, trains, waits and failed', () => {
  const lines = [
    over(0, 'failed', null),
    [ledgerLine(1, 'running')],
    over(2, 'paused', { loss: 0.1 }),
    over(3, 'done', { loss: 0.5 }),
    over(4, 'done', { loss: null }),
    over(5, 'done', { loss: 0.2 }),
    over(6, 'paused', { loss: 0.05 }),
  ];
  expect(ranked(['loss'], ...lines)).toEqual(['5*', '3', '4', '1', '6', '2', '0']);
});

it('has larger values first where those are better, and all of a front', () => {
  const lines = [
    over(0, 'done', { coverage: 0.9, loss: 3 }),
    over(1, 'done', { coverage: 0.5, loss: 1 }),
    over(2, 'done', { coverage: 0.95, loss: 2 }),
    over(3, 'done', { coverage: 0.2, loss: 0.5 }),
  ];
  expect(ranked(['coverage', 'loss'], ...lines)).toEqual(['2*', '1*', '3*', '0']);
});

import { expect, test } from 'vitest';
import { placeText, progressTexts, shareDone } from '../../../src/webview/dashboard/runText';
import { madeProgress, madeRecord, madeRun } from '../../webview/madeRuns';

const result = { score: 1.25, loss: 0.01, density: 0.05, neurons_used: 500, best_epoch: 7 };

test.each([
  ['queued', madeRun('a', { state: 'queued', progress: null }), ['waits for the runs before it']],
  ['starting', madeRun('a', { progress: null }), ['starting']],
  ['training', madeRun('a'), ['epoch 5/10', '12,345 questions/s', '2:03 left']],
  ['stopping', madeRun('a', { state: 'stopping' }), ['epoch 5/10', '12,345 questions/s']],
  ['failed', madeRun('a', { state: 'failed' }), ['epoch 5/10']],
  [
    'done early',
    madeRun('a', { state: 'done', progress: madeProgress(8000), result }),
    ['early stop at epoch 8/10', 'score 1.2500'],
  ],
  ['done', madeRun('a', { state: 'done', progress: madeProgress(10_000), result }), ['epoch 10/10', 'score 1.2500']],
] as const)('%s', (_, run, texts) => {
  expect(progressTexts(run)).toEqual(texts);
});

test.each([
  ['auto', null, 'auto asked for'],
  ['auto', 'cpu', 'cpu (auto)'],
  ['cpu', 'cpu', 'cpu'],
  ['cuda', 'cpu', 'cpu (asked for: cuda)'],
  ['cuda', 'cuda', 'cuda, device 0'],
] as const)('%s asked for, %s used', (asked, used, text) => {
  expect(placeText(madeRun('a', { record: { ...madeRecord({}), provider: { asked, used } } }))).toBe(text);
});

test.each([
  ['cpu', 'AMD EPYC', 'cpu (auto), AMD EPYC'],
  ['cuda', 'NVIDIA H100', 'cuda (auto), NVIDIA H100'],
  ['webgpu', null, 'webgpu (auto), device 0'],
] as const)('%s on %s', (used, device_name, text) => {
  const record = { ...madeRecord({}), provider: { asked: 'auto', used, device_name } } as const;
  expect(placeText(madeRun('a', { record }))).toBe(text);
});

test('the share that is done is not known before there is progress', () => {
  expect(shareDone(madeRun('a'))).toBe(0.5);
  expect(shareDone(madeRun('a', { progress: null }))).toBeUndefined();
});

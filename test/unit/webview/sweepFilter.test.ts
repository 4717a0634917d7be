import { describe, expect, test } from 'vitest';
import { columnNamed, parseFilter } from '../../../src/webview/sweep/filter';
import { columnsOf } from '../../../src/webview/sweep/columns';
import { madeSweep } from '../../webview/madeTrials';

const { sweep, trials } = madeSweep({ trials: 60 });
const columns = columnsOf(sweep.plan, trials, true);
const passing = (text: string) => trials.filter(parseFilter(text, columns).passes).map(({ trial }) => trial);
const numbers = (holds: (trial: (typeof trials)[number]) => boolean) => trials.filter(holds).map(({ trial }) => trial);

describe('a filter of trials', () => {
  test.each([
    ['lr<1e-3', numbers(({ parameters }) => Number(parameters.learning_rate) < 1e-3)],
    ['learning_rate >= 0.001', numbers(({ parameters }) => Number(parameters.learning_rate) >= 1e-3)],
    ['k<=20, k>10', numbers(({ parameters: { k } }) => Number(k) <= 20 && Number(k) > 10)],
    ['batch=64', numbers(({ parameters }) => parameters.batch_size === 64)],
    ['batch != 64', numbers(({ parameters }) => parameters.batch_size !== 64)],
    ['state=failed', numbers(({ state }) => state === 'failed')],
    ['state:"waiting at epoch 3"', numbers(({ state }) => state === 'paused')],
    ['enrich_data=false', numbers(({ parameters }) => parameters.enrich_data === false)],
    ['hook_pre', numbers(({ parameters }) => parameters.hook === 'mlp.hook_pre')],
    ['score<1 state=done', numbers(({ objective, state }) => state === 'done' && objective!.score! < 1)],
    ['"not finite"', numbers(({ error }) => error !== null)],
    ['#12', [12]],
    ['trial>=58', [58, 59]],
    ['', numbers(() => true)],
  ])('%s', (text, expected) => {
    expect(expected.length).toBeGreaterThan(0);
    expect(passing(text)).toEqual(expected);
  });

  test('says which column there is not, and goes by the rest', () => {
    const { problems } = parseFilter('depth<3 k<10', columns);
    expect(problems).toEqual(['No column is called "depth".']);
    expect(passing('depth<3 k<10')).toEqual(passing('k<10'));
  });

  test('knows columns by name before initials, and these before parts', () => {
    expect(columnNamed('k', columns)?.title).toBe('k');
    expect(columnNamed('ED', columns)?.title).toBe('encoding_dim');
    expect(columnNamed('sparsity', columns)?.title).toBe('sparsity_weight');
    expect(columnNamed('variance', columns)?.title).toBe('explained_variance');
  });

  test('a trial without a value is neither more nor less than any', () => {
    const without = trials.filter(({ objective }) => objective === null).map(({ trial }) => trial);
    const compared = [...passing('score<1'), ...passing('score>=1')];
    expect(without.length).toBeGreaterThan(0);
    expect(compared.filter((trial) => without.includes(trial))).toEqual([]);
    expect(compared).toHaveLength(60 - without.length);
  });
});

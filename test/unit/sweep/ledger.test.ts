import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestFile } from '../../../src/core/sweep/bestFile';
import { readLedger } from '../../../src/core/sweep/ledger';
import { bestTrials, finishedValues, halvedTrials, knownTrials } from '../../../src/core/sweep/standing';
import { ledgerLine as line, ledgerText } from './ledgerLines';

const read = (text: string) => readLedger(text, 'ledger.jsonl');
const loss = (value: number) => ({ objective: { loss: value } });

const story = ledgerText(
  line(1, 'running'),
  line(0, 'running'),
  line(1, 'done', loss(0.5)),
  line(2, 'running'),
  line(2, 'paused', { ...loss(0.4), epoch: 1 }),
  line(0, 'running'),
  line(0, 'done', loss(0.3)),
  line(2, 'running'),
  line(3, 'running'),
  line(3, 'failed', { error: 'not finite' }),
  line(2, 'paused', { ...loss(0.35), epoch: 3 }),
  line(4, 'running'),
  line(5, 'running'),
  line(5, 'done', loss(0.3)),
);

describe('a ledger', () => {
  it('says what has become of each trial, in the order of their numbers', () => {
    const { trials, problems } = read(story);
    expect(problems).toEqual([]);
    expect(trials.map(({ trial, state }) => `${trial} ${state}`)).toEqual([
      '0 done',
      '1 done',
      '2 paused',
      '3 failed',
      '4 running',
      '5 done',
    ]);
    expect(trials[2]).toEqual({
      trial: 2,
      key: '2'.padStart(64, '0'),
      parameters: { k: 3 },
      run: 'trials/0002',
      state: 'paused',
      objective: { loss: 0.35 },
      rungs: [
        { epoch: 1, objective: { loss: 0.4 } },
        { epoch: 3, objective: { loss: 0.35 } },
      ],
      error: null,
      round: 0,
      ended: null,
    });
    expect(trials[3]!.error).toBe('not finite');
  });

  it('cut off anywhere says what its whole lines say', () => {
    const lengths = story.split('\n').map((text) => text.length + 1);
    fc.assert(
      fc.property(fc.nat(story.length), (bytes) => {
        let whole = 0;
        while (whole < lengths.length - 1 && lengths.slice(0, whole + 1).reduce((a, b) => a + b) <= bytes) whole++;
        const expected = story
          .split('\n')
          .slice(0, whole)
          .map((text) => text + '\n');
        expect(read(story.slice(0, bytes))).toEqual(read(expected.join('')));
        expect(read(story.slice(0, bytes)).problems).toEqual([]);
      }),
    );
  });

  it.each([
    ['what is no JSON', 'running\n', /^ledger\.jsonl:1: not a line of a ledger/],
    ['another kind of line', '{"trial": 0}\n', /^ledger\.jsonl:1: not a line of a ledger.*state/s],
    [
      'a trial that ends before it begins',
      ledgerText(line(0, 'done')),
      /:1: trial 0 cannot become "done": it was not begun/,
    ],
    [
      'a trial that goes on when it is over',
      ledgerText(line(0, 'running'), line(0, 'done'), line(0, 'running')),
      /:3: trial 0 cannot become "running": it was "done"/,
    ],
    [
      'a trial that has become another one',
      ledgerText(line(0, 'running'), line(0, 'done', { key: 'f'.repeat(64) })),
      /:2: trial 0 is another one than before/,
    ],
    [
      'the same trial twice',
      ledgerText(line(0, 'running'), line(1, 'running', { key: '0'.repeat(64) })),
      /:2: trial 1 is the same as trial 0/,
    ],
  ])('names %s, and goes on without it', (_, text, message) => {
    const { problems, trials } = read(text + ledgerText(line(7, 'running')));
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(trials.at(-1)!.trial).toBe(7);
  });
});

describe('how a sweep stands', () => {
  const { trials } = read(story);

  it('has the first of the best trials', () => {
    expect(bestFile(trials, ['loss'])).toEqual({
      objectives: ['loss'],
      trials: [{ trial: 0, params: { k: 1 }, objective: { loss: 0.3 }, run: 'trials/0000' }],
    });
    expect(bestTrials([], ['loss'])).toEqual([]);
  });

  it('has the front where there are several objectives', () => {
    const front = read(
      ledgerText(
        ...[
          { loss: 0.3, density: 0.1 },
          { loss: 0.1, density: 0.3 },
          { loss: 0.3, density: 0.2 },
          { loss: 0.05, density: null },
        ].flatMap((objective, i) => [line(i, 'running'), line(i, 'done', { objective })]),
      ),
    );
    expect(bestTrials(front.trials, ['loss', 'density']).map(({ trial }) => trial)).toEqual([1, 0]);
  });

  it('tells what was known, what failed and what is on its way to the choice of the next trial', () => {
    expect(knownTrials(trials, ['loss']).map(({ outcome }) => outcome)).toEqual([
      { state: 'done', values: [0.3] },
      { state: 'done', values: [0.5] },
      { state: 'done', values: [0.35] },
      { state: 'failed' },
      { state: 'pending' },
      { state: 'done', values: [0.3] },
    ]);
    // What was not measured has failed as far as the search goes.
    expect(knownTrials(trials, ['coverage'])[0]!.outcome).toEqual({ state: 'failed' });
  });

  it('tells successive halving which trials wait, and with what', () => {
    expect(halvedTrials(trials, ['coverage'], () => 9)[2]).toEqual({
      trial: 2,
      epochs: 9,
      values: [0.4, 0.35],
      waits: true,
    });
    expect(halvedTrials(trials, ['score'], () => 9)[2]!.values).toEqual([NaN, NaN]);
  });

  it('has what finished by round, in the order in which it was chosen', () => {
    expect(finishedValues(trials, ['loss'])).toEqual([[0.3], [0.5], null, [0.3]]);
    const later = trials.map((trial) => ({ ...trial, round: trial.trial === 0 ? 1 : 0 }));
    expect(finishedValues(later, ['loss'])).toEqual([[0.5], null, [0.3], [0.3]]);
  });
});

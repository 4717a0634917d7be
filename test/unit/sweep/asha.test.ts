import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochsAt, promotion, type HalvedTrial } from '../../../src/core/sweep/asha';

const rungs = { minEpochs: 1, reduction: 3 };
const waiting = (trial: number, ...values: number[]): HalvedTrial => ({ trial, epochs: 10, values, waits: true });

describe('epochsAt', () => {
  it('grows by the reduction, up to the end of the trial', () => {
    expect([0, 1, 2, 3, 4].map((rung) => epochsAt({ minEpochs: 2, reduction: 2 }, rung, 10))).toEqual([
      2, 4, 8, 10, 10,
    ]);
  });
});

describe('promotion', () => {
  it('waits until as many have come as one of them is worth', () => {
    expect(promotion(rungs, [])).toBeUndefined();
    expect(promotion(rungs, [waiting(0, 5), waiting(1, 3)])).toBeUndefined();
    expect(promotion(rungs, [waiting(0, 5), waiting(1, 3), waiting(2, 4)])).toEqual({ trial: 1, untilEpoch: 3 });
  });

  it('promotes only what is among the best of all that came by, those that went on included', () => {
    const gone = { ...waiting(1, 3), waits: false };
    expect(promotion(rungs, [waiting(0, 5), gone, waiting(2, 4)])).toBeUndefined();
    const six = [waiting(0, 5), gone, waiting(2, 4), waiting(3, 9), waiting(4, 8), waiting(5, 7)];
    expect(promotion(rungs, six)).toEqual({ trial: 2, untilEpoch: 3 });
  });

  it('looks at the highest rung first, where the trial may come to its end', () => {
    const low = [waiting(0, 5), waiting(1, 3), waiting(2, 4)];
    const high = [waiting(3, 1, 2, 3), waiting(4, 1, 2, 2), waiting(5, 1, 2, 4)];
    expect(promotion(rungs, [...low, ...high])).toEqual({ trial: 4, untilEpoch: 10 });
  });

  it('never promotes a trial whose value could not be measured', () => {
    expect(promotion(rungs, [waiting(0, NaN), waiting(1, NaN), waiting(2, NaN)])).toBeUndefined();
  });

  it('takes the earlier of two that are equally good', () => {
    expect(promotion(rungs, [waiting(2, 1), waiting(0, 1), waiting(1, 1)])).toEqual({ trial: 0, untilEpoch: 3 });
  });

  it('sends on, with one machine, only of the best third so far, and the best trial of all to its end', () => {
    const arbitrary = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 27, maxLength: 60 });
    fc.assert(
      fc.property(arbitrary, (qualities) => {
        const trials = simulate(qualities);
        expect(trials).toHaveLength(qualities.length);
        expect(trials[qualities.indexOf(Math.min(...qualities))]!.values).toHaveLength(4);
      }),
      { numRuns: 50 },
    );
  });
});

/** Trains trials of given qualities, each the same at every rung. */
function simulate(qualities: readonly number[]): readonly HalvedTrial[] {
  const trials: HalvedTrial[] = [];
  for (;;) {
    const next = promotion(rungs, trials);
    if (next) {
      const trial = trials[next.trial]!;
      const quality = qualities[next.trial]!;
      const reached = trials.filter(({ values }) => values.length >= trial.values.length);
      const better = reached.filter(({ values }) => values[0]! < quality);
      expect(better.length).toBeLessThan(Math.floor(reached.length / 3));
      trials[next.trial] = { ...trial, values: [...trial.values, quality], waits: next.untilEpoch < trial.epochs };
    } else if (trials.length < qualities.length) {
      trials.push(waiting(trials.length, qualities[trials.length]!));
    } else {
      return trials;
    }
  }
}

import { describe, expect, it } from 'vitest';
import { Lockstep, type Asked } from '../../../src/runtime/together/lockstep';

const asking = (steps: number, learningRate = 1): Asked => ({
  tokens: new Int32Array(0),
  steps,
  firstStep: 1,
  learningRate,
});

/** Answers each member with the number of the round and what all have asked for. */
function counted(members: number) {
  let round = 0;
  return new Lockstep<string>(members, (asked) => {
    round++;
    const rates = [...asked].map(([member, { learningRate }]) => `${member}:${learningRate}`).join();
    return Promise.resolve(new Map([...asked.keys()].map((member) => [member, `${round} of ${rates} to ${member}`])));
  });
}

const settled = async (promise: Promise<unknown>) => {
  let isSettled = false;
  void promise.finally(() => (isSettled = true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  return isSettled;
};

describe('members in lockstep', () => {
  it('are answered together, when all have asked', async () => {
    const lockstep = counted(2);
    const second = lockstep.ask(1, asking(4, 2));
    expect(await settled(second)).toBe(false);
    const first = lockstep.ask(0, asking(4));
    expect(await Promise.all([first, second])).toEqual(['1 of 0:1,1:2 to 0', '1 of 0:1,1:2 to 1']);
    expect(await Promise.all([lockstep.ask(0, asking(1)), lockstep.ask(1, asking(1))])).toHaveLength(2);
  });

  it('wait no more for who has left, before they asked or while they wait', async () => {
    const lockstep = counted(3);
    lockstep.leave(1);
    const waiting = lockstep.ask(0, asking(1));
    expect(await settled(waiting)).toBe(false);
    lockstep.leave(2);
    expect(await waiting).toBe('1 of 0:1 to 0');
    expect(await lockstep.ask(0, asking(1))).toBe('2 of 0:1 to 0');
  });

  it('are told alike where a round fails, and may go on', async () => {
    let fails = true;
    const lockstep = new Lockstep<number>(2, (asked) => {
      if (fails) return Promise.reject(new Error('out of memory'));
      return Promise.resolve(new Map([...asked.keys()].map((member) => [member, member])));
    });
    const round = () => Promise.allSettled([lockstep.ask(0, asking(1)), lockstep.ask(1, asking(1))]);
    expect((await round()).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await round()).toMatchObject([{ value: 0 }, { value: 1 }]);
  });

  it('are refused where they are not at the same step', async () => {
    const lockstep = counted(2);
    const outcomes = await Promise.allSettled([lockstep.ask(0, asking(1)), lockstep.ask(1, asking(2))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

import { setTimeout as wait } from 'node:timers/promises';

/** Something whose training steps are timed. */
export interface Contestant {
  /** Makes about this many steps; returns the seconds of one. */
  secondsPerStep(steps: number): Promise<number>;
}

/** Long enough for the threads of whoever ran last to stop waiting for work, which they do busily. */
const PAUSE_MILLISECONDS = 100;

/**
 * Times everyone's steps in turns, so that what else the machine does meets all of them alike.
 *
 * @returns for each contestant the seconds of a step in each round
 */
export async function interleaved(
  contestants: readonly Contestant[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<number[][]> {
  const steps: number[] = [];
  for (const contestant of contestants) {
    await contestant.secondsPerStep(1); // it warms up
    steps.push(Math.max(1, Math.round(seconds / (await contestant.secondsPerStep(2)))));
  }
  const times: number[][] = contestants.map(() => []);
  // In the first round they warm up some more: it shows how many steps make a second.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      await wait(PAUSE_MILLISECONDS);
      const time = await contestant.secondsPerStep(steps[i]!);
      steps[i] = Math.max(1, Math.round(seconds / time));
      if (round > 0) times[i]!.push(time);
    }
  }
  return times;
}

/** In each round, how many times as long one took as another. */
export function ratios(times: readonly number[], ours: readonly number[]): number[] {
  return times.map((time, round) => time / ours[round]!);
}

import type { OpenRun } from '../openRun';
import type { RunReporter } from '../runReporter';
import { FLOAT_TYPE, trainRun, type RunEnd } from '../trainRun';
import { createTrainers } from './createTrainers';

/**
 * Trains several runs together, each as `trainRun` does: with its own directory, its own end, and its own stop file.
 *
 * @param runs of trials of the same `togetherKey`, on the same provider, all at the beginning or at the same step: see
 *   `stepOf`
 * @param untilEpochOf epochs, from a run's beginning, after which it pauses; null where it is trained to its end
 * @param ended told of each run that has ended well as soon as it has
 * @returns how each ended, or what made it fail, which is in its directory, too
 */
export async function trainTogether(
  runs: readonly OpenRun[],
  reporterOf: (run: OpenRun) => RunReporter,
  stopRequested: () => boolean,
  untilEpochOf: (run: OpenRun) => number | null = () => null,
  ended: (run: OpenRun, end: RunEnd) => void = () => undefined,
): Promise<PromiseSettledResult<RunEnd>[]> {
  const { members, session } = await createTogether(runs);
  try {
    return await Promise.allSettled(
      runs.map(async (run, i) => {
        const { trainer } = members[i]!;
        const leave = () => members[i]!.leave();
        try {
          const member = { trainer, ended: leave, release: () => Promise.resolve() };
          const createMember = () => Promise.resolve(member);
          const end = await trainRun(run, reporterOf(run), stopRequested, createMember, untilEpochOf(run));
          ended(run, end);
          return end;
        } finally {
          // However it ended: nobody may wait for it.
          leave();
        }
      }),
    );
  } finally {
    await session.release();
  }
}

/** The step at which a run goes on: those at different ones cannot be trained together. */
export function stepOf({ checkpoint }: OpenRun): number {
  return checkpoint?.snapshot.counters.step ?? 0;
}

/** Makes the trainers; gives the runs up where that fails. */
async function createTogether(runs: readonly OpenRun[]) {
  try {
    return await createInStep(runs);
  } catch (error) {
    for (const { lock } of runs) await lock.release();
    throw error;
  }
}

async function createInStep(runs: readonly OpenRun[]) {
  const snapshots = runs.flatMap(({ checkpoint }) => checkpoint?.snapshot ?? []);
  const isBeginning = snapshots.length === 0;
  if (new Set(runs.map(stepOf)).size !== 1 || (!isBeginning && snapshots.length < runs.length)) {
    throw new Error('runs that are trained together have to be at the same step');
  }
  const { provider, record } = runs[0]!;
  const inputs = runs.map((run) => run.inputs);
  const options = { device: record.device };
  return createTrainers(inputs, provider, FLOAT_TYPE, options, isBeginning ? undefined : snapshots);
}

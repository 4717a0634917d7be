import { packsOf } from '../../core/sweep/packs';
import { togetherKey } from '../../core/sweep/togetherKey';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import { readStatus } from '../../store/statusFile';
import { recordRun, type RunOrigin } from '../runRecord';
import type { TrialTask } from '../sweep/trialExecutor';

/**
 * Which trials go into one task: those that can be trained together. Those that have no memory for that where they are
 * trained are parted there, by whoever trains them.
 *
 * @param most trials in a task
 * @throws UserError where a trial's config contradicts its model or names a file that is not there
 */
export async function planTasks(tasks: readonly TrialTask[], most: number, origin: RunOrigin): Promise<TrialTask[][]> {
  const trials: Parameters<typeof packsOf>[0][number][] = [];
  for (const task of tasks) {
    const { config, model, questions, init_from } = await recordRun(task.config, origin);
    const sources = {
      model: model.sha256,
      questions: questions?.sha256 ?? null,
      initFrom: init_from?.sha256 ?? null,
    };
    // Only those at the same step can be trained together.
    const key = `${await stepsOf([task])} ${togetherKey(config.resolved, sources)}`;
    trials.push({ trial: task.trial, key, ownBytes: 1, sharedBytes: 0 });
  }
  return packsOf(trials, Infinity, most).map((pack) => tasks.filter(({ trial }) => pack.trials.includes(trial)));
}

/** Steps that trials have been trained for so far, together. */
export async function stepsOf(tasks: readonly Pick<TrialTask, 'directory'>[]): Promise<number> {
  const steps = tasks.map(async ({ directory }) => {
    if (!(await fileExists(runPaths(directory).status))) return 0;
    return (await readStatus(directory)).progress?.step ?? 0;
  });
  return (await Promise.all(steps)).reduce((a, b) => a + b, 0);
}

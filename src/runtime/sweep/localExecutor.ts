import type { ObjectiveName } from '../../core/config/sweepConfig';
import { messageOf } from '../../core/errors';
import type { RunProgress } from '../../core/run/runStatus';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import { readStatus } from '../../store/statusFile';
import { writeOutcome } from '../../store/trialFiles';
import { TrainingFailure } from '../checkFinite';
import { openRunIn, type OpenRun } from '../openRun';
import type { RunOrigin } from '../runRecord';
import type { RunReporter } from '../runReporter';
import { planPacks } from '../together/packing';
import { stepOf, trainTogether } from '../together/trainTogether';
import { trainRun, type RunEnd } from '../trainRun';
import { measureTrial } from './measureTrial';
import { failure, outcomeOf, STOPPED } from './outcomes';
import type { TrialExecutor, TrialTask } from './trialExecutor';

/** What a local executor trains with. */
export interface LocalOptions {
  readonly objectives: readonly ObjectiveName[];
  /** The most trials that are trained together. */
  readonly together: number;
  /** Of the trials' runs. */
  readonly origin: RunOrigin;
  /** Told what the user should know, in a sentence. */
  readonly says: (text: string) => void;
  readonly progress?: (trial: number, progress: RunProgress) => void;
}

type Told = (task: TrialTask, outcome: TrialOutcome) => Promise<void>;

/** A trial whose run is open. */
interface Opened {
  readonly task: TrialTask;
  readonly run: OpenRun;
}

/** Trains trials in this process: together those that can be, the others one by one. */
export class LocalExecutor implements TrialExecutor {
  constructor(private readonly options: LocalOptions) {}

  async train(tasks: readonly TrialTask[], told: Told, stopRequested: () => boolean): Promise<void> {
    const telling = new Telling(told);
    const opened: Opened[] = [];
    for (const task of tasks) {
      const found = await this.open(task);
      if ('run' in found) opened.push(found);
      else await telling.tell(task, found);
    }
    for (const pack of this.packs(opened)) {
      if (stopRequested()) await giveUp(pack, telling);
      else if (pack.length > 1) await this.trainPack(pack, telling, stopRequested);
      else await this.trainAlone(pack[0]!, telling, stopRequested);
    }
    await telling.told;
  }

  /** Opens a trial's run; what has become of it where there is nothing left to train, or nothing that can be. */
  private async open(task: TrialTask): Promise<Opened | TrialOutcome> {
    try {
      const { status: path } = runPaths(task.directory);
      const status = (await fileExists(path)) ? await readStatus(task.directory) : undefined;
      if (status?.state === 'done') return await this.outcome(task, 'done', status.result);
      return { task, run: await openRunIn(task.directory, task.config, this.options.origin) };
    } catch (error) {
      return failure(error);
    }
  }

  /** Trials that are trained together, and those that are trained alone; why they are is said. */
  private packs(opened: readonly Opened[]): Opened[][] {
    const steps = new Set(opened.map(({ run }) => stepOf(run)));
    const packs = [...steps].flatMap((step) => {
      const alike = opened.filter(({ run }) => stepOf(run) === step);
      const waiting = alike.map(({ task: { trial }, run: { inputs, record } }) => {
        const { model, questions, init_from } = record;
        const sources = {
          model: model.sha256,
          questions: questions?.sha256 ?? null,
          initFrom: init_from?.sha256 ?? null,
        };
        return { trial, inputs, sources };
      });
      return planPacks(waiting, this.options.together).map(({ trials, alone }) => {
        return { alone, members: alike.filter(({ task }) => trials.includes(task.trial)) };
      });
    });
    for (const { alone, members } of packs) {
      const trials = members.map(({ task }) => task.trial).join(', ');
      const reason = alone !== null && steps.size > 1 ? `${alone}, at the step at which it goes on` : alone;
      // Where there is but one pack, nothing is parted.
      if (this.options.together < 2 || packs.length < 2) continue;
      this.options.says(
        reason === null ? `Trials ${trials} are trained together` : `Trial ${trials} is trained alone: ${reason}`,
      );
    }
    return packs.map(({ members }) => members);
  }

  private async trainAlone({ task, run }: Opened, telling: Telling, stopRequested: () => boolean): Promise<void> {
    try {
      const end = await trainRun(run, this.reporterOf(task), stopRequested, undefined, task.untilEpoch);
      await telling.tell(task, await this.ended(task, end));
    } catch (error) {
      await telling.tell(task, failure(error));
    }
  }

  private async trainPack(pack: readonly Opened[], telling: Telling, stopRequested: () => boolean): Promise<void> {
    const taskOf = (run: OpenRun) => pack.find((member) => member.run === run)!.task;
    let causes: unknown[];
    try {
      const ends = await trainTogether(
        pack.map(({ run }) => run),
        (run) => this.reporterOf(taskOf(run)),
        stopRequested,
        (run) => taskOf(run).untilEpoch,
        (run, end) => telling.add(taskOf(run), () => this.ended(taskOf(run), end)),
      );
      causes = ends.map((end) => (end.status === 'rejected' ? (end.reason as unknown) : undefined));
    } catch (error) {
      causes = pack.map(() => error);
    }
    await telling.told;
    if (isOfAll(causes)) await this.trainOneByOne(pack, causes[0], telling, stopRequested);
    else {
      for (const [i, { task }] of pack.entries()) {
        if (causes[i] !== undefined) await telling.tell(task, failure(causes[i]));
      }
    }
  }

  /** After what keeps all of a pack from being trained together, each may be trained by itself all the same. */
  private async trainOneByOne(
    pack: readonly Opened[],
    cause: unknown,
    telling: Telling,
    stopRequested: () => boolean,
  ): Promise<void> {
    const trials = pack.map(({ task }) => task.trial).join(', ');
    this.options.says(`Trials ${trials} cannot be trained together, so each is trained alone: ${messageOf(cause)}`);
    for (const { task } of pack) {
      const found = stopRequested() ? STOPPED : await this.open(task);
      if ('run' in found) await this.trainAlone(found, telling, stopRequested);
      else await telling.tell(task, found);
    }
  }

  private async ended(task: TrialTask, { state, result }: RunEnd): Promise<TrialOutcome> {
    try {
      return await this.outcome(task, state, result);
    } catch (error) {
      return failure(error);
    }
  }

  private async outcome(
    task: TrialTask,
    state: RunEnd['state'],
    result: Parameters<typeof outcomeOf>[1],
  ): Promise<TrialOutcome> {
    const { objectives } = this.options;
    return outcomeOf(state, result, task.untilEpoch, objectives, (measured) => {
      return measureTrial(task.directory, objectives, measured);
    });
  }

  private reporterOf({ trial }: TrialTask): RunReporter {
    const { progress } = this.options;
    const nothing = () => undefined;
    return {
      begins: nothing,
      line: nothing,
      progress: (now) => progress?.(trial, now),
      says: nothing,
      ends: nothing,
      fails: nothing,
    };
  }
}

/** Tells what has become of trials, one after the other: each is on the disk before. */
class Telling {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly tellNext: Told) {}

  /** Fulfilled when all is told so far; rejected where one could not be. */
  get told(): Promise<void> {
    return this.last;
  }

  /** Tells what has become of a trial, after the others; it is found out then. */
  add(task: TrialTask, find: () => Promise<TrialOutcome>): void {
    this.last = this.last.then(async () => {
      const outcome = await find();
      await writeOutcome(task.directory, outcome);
      await this.tellNext(task, outcome);
    });
    // It is looked at in the end.
    this.last.catch(() => undefined);
  }

  async tell(task: TrialTask, outcome: TrialOutcome): Promise<void> {
    this.add(task, () => Promise.resolve(outcome));
    await this.last;
  }
}

async function giveUp(pack: readonly Opened[], telling: Telling): Promise<void> {
  for (const { task, run } of pack) {
    await run.lock.release();
    await telling.tell(task, STOPPED);
  }
}

/** Whether members have all failed of one and the same cause, which is none of their own training. */
function isOfAll(causes: readonly unknown[]): boolean {
  const [first] = causes;
  return first !== undefined && !(first instanceof TrainingFailure) && causes.every((cause) => cause === first);
}

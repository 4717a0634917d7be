import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, UserError } from '../../core/errors';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import { settledOutcome } from '../sweep/trialTask';
import { failure, STOPPED } from '../sweep/outcomes';
import type { TrialTask } from '../sweep/trialExecutor';
import { writeOutcome } from '../../store/trialFiles';
import { cancel, readQueue } from './commands';
import { afterEnd } from './endedTask';
import { UnansweredError, whyHopeless } from './failures';
import { planTasks } from './plan';
import type { Queue } from './queue';
import type { SlurmOptions } from './slurmExecutor';
import type { SubmittedPack } from './submittedPack';
import { submitPacks, submittedPacks, type NewPack } from './submission';

/** Looks follow one another after so long: the less often, the longer nothing changes. */
const PAUSE_SECONDS = { least: 0.5, most: 10, growth: 1.1 };
/** How long tasks that are asked to stop may take to save their checkpoints before they are cancelled, and to end then. */
const GRACE_SECONDS = 60;

/** Trains trials on a cluster, once. */
export class SlurmRound {
  private readonly waiting: Map<number, TrialTask>;
  private packs: SubmittedPack[] = [];
  private lost: NewPack[] = [];
  /** Trials whose tasks ended without a word while no trial has ended otherwise. */
  private unheard: { readonly task: TrialTask; readonly outcome: TrialOutcome }[] = [];
  private isFirst = false;
  private stopping: number | undefined;
  private complaint: string | undefined;

  constructor(
    private readonly options: SlurmOptions,
    tasks: readonly TrialTask[],
    private readonly told: (task: TrialTask, outcome: TrialOutcome) => Promise<void>,
    private readonly stopRequested: () => boolean,
  ) {
    this.waiting = new Map(tasks.map((task) => [task.trial, task]));
  }

  async run(): Promise<void> {
    await this.begin();
    let pause: number = PAUSE_SECONDS.least;
    while (this.waiting.size > 0 || this.packs.length > 0) {
      await this.askToStop();
      if (await this.look()) pause = PAUSE_SECONDS.least;
      if (this.hasGivenUp()) await this.tellStopped();
      else await wait(1000 * pause);
      pause = Math.min(PAUSE_SECONDS.growth * pause, PAUSE_SECONDS.most);
    }
    await this.hear();
  }

  /** Finds what was submitted before, and submits the rest. */
  private async begin(): Promise<void> {
    const queue = await readQueue();
    const { packs, isFirst } = await submittedPacks(this.options.directory, this.waiting, queue);
    this.isFirst = isFirst;
    this.packs = packs;
    await this.settle();
    const rest = this.unsubmitted();
    if (this.stopRequested() || rest.length === 0) return;
    const planned = await planTasks(rest, this.options.together, this.options.origin);
    await this.submit(planned.map((tasks) => ({ tasks, losses: 0 })));
  }

  private async submit(packs: readonly NewPack[]): Promise<void> {
    const submitted = await submitPacks(this.options, packs);
    this.packs.push(...submitted);
    const [first] = submitted;
    const trials = submitted.reduce((count, pack) => count + pack.trials.length, 0);
    this.options.says(`Submitted job ${first!.job.job!} to Slurm: ${submitted.length} tasks for ${trials} trials`);
  }

  /** Looks at files and queue; true where anything has changed. */
  private async look(): Promise<boolean> {
    // In this order: what a task says before it ends is there when the queue has it as ended.
    const queue = await this.queue();
    let changed = await this.settle();
    if (!queue) return changed;
    for (const pack of this.packs) {
      if (await pack.update(queue)) changed = true;
    }
    await this.refuseHopeless();
    for (const pack of this.packs.filter(({ hasEnded }) => hasEnded)) {
      await this.end(pack);
      changed = true;
    }
    await this.resubmit();
    return changed;
  }

  private async queue(): Promise<Queue | undefined> {
    try {
      const queue = await readQueue();
      this.complaint = undefined;
      return queue;
    } catch (error) {
      // Tasks train whether or not anybody asks.
      this.complain(error);
      return undefined;
    }
  }

  private complain(error: unknown): void {
    const message = messageOf(error);
    if (message !== this.complaint) this.options.says(message);
    this.complaint = message;
  }

  /** Tells what has become of trials; true where there was anything to tell. */
  private async settle(): Promise<boolean> {
    const before = this.waiting.size;
    for (const task of this.waiting.values()) {
      const outcome = await settledOutcome(task);
      if (outcome) await this.tell(task, outcome);
    }
    return this.waiting.size < before;
  }

  private async tell(task: TrialTask, outcome: TrialOutcome): Promise<void> {
    this.waiting.delete(task.trial);
    this.isFirst = false;
    await this.hear();
    await this.told(task, outcome);
  }

  /** What kept all trials of a sweep's first job from being trained is no failure of theirs. */
  private async hear(): Promise<void> {
    if (this.isFirst && this.unheard.length > 0) throw new UserError(this.unheard[0]!.outcome.error!);
    const { unheard } = this;
    this.unheard = [];
    for (const { task, outcome } of unheard) {
      await writeOutcome(task.directory, outcome);
      await this.told(task, outcome);
    }
  }

  /** Of a task that has ended: what follows for those of its trials that have not. */
  private async end(pack: SubmittedPack): Promise<void> {
    // They may have ended after the files were looked at.
    await this.settle();
    const left = pack.trials.flatMap(({ trial }) => this.waiting.get(trial) ?? []);
    if (left.length > 0 && this.stopping === undefined && !(await pack.wasStopped())) {
      if (pack.isSettling()) return;
      await this.conclude(pack, left);
    } else if (left.length > 0 && this.stopping === undefined) {
      // It was stopped with the sweep, by a process that has not come to say so.
      this.lost.push({ tasks: left, losses: 0 });
    }
    this.packs = this.packs.filter((other) => other !== pack);
    await pack.remove();
    if (this.stopping !== undefined) for (const task of left) await this.tellAfterStop(task);
  }

  private async conclude(pack: SubmittedPack, left: readonly TrialTask[]): Promise<void> {
    const consequence = afterEnd(await pack.ended());
    if (consequence.again) {
      this.options.says(`Slurm task ${pack.id}: ${consequence.why}; its trials are submitted again`);
      this.lost.push({ tasks: left, losses: consequence.losses });
      return;
    }
    for (const task of left) {
      this.waiting.delete(task.trial);
      this.unheard.push({ task, outcome: failure(new UserError(consequence.error)) });
    }
    if (consequence.cancelled) this.isFirst = false;
    if (!this.isFirst) await this.hear();
  }

  private async resubmit(): Promise<void> {
    const { lost } = this;
    if (lost.length === 0 || this.stopping !== undefined) return;
    try {
      await this.submit(lost);
      this.lost = [];
    } catch (error) {
      if (error instanceof UnansweredError) {
        this.complain(error);
        return;
      }
      this.lost = [];
      for (const task of lost.flatMap(({ tasks }) => tasks)) {
        const outcome = failure(error);
        await writeOutcome(task.directory, outcome);
        await this.tell(task, outcome);
      }
    }
  }

  /** @throws UserError where tasks wait for what will not come about by itself, after cancelling them */
  private async refuseHopeless(): Promise<void> {
    const why = this.packs.map(({ waitsFor }) => whyHopeless(waitsFor)).find((each) => each !== undefined);
    if (why === undefined) return;
    await cancel(this.packs.map(({ id }) => id));
    for (const pack of this.packs) await pack.abandon();
    throw new UserError(`Slurm took the job and would never start it: ${why}`);
  }

  /** Where the sweep is to stop: lets tasks save what they have, and cancels those that have not begun, or take long. */
  private async askToStop(): Promise<void> {
    if (this.stopping === undefined && !this.stopRequested()) return;
    const isFirst = this.stopping === undefined;
    this.stopping ??= performance.now();
    if (isFirst) {
      for (const pack of this.packs) await pack.stop();
      for (const task of this.unsubmitted()) await this.tellAfterStop(task);
    }
    const isLate = this.secondsStopping > GRACE_SECONDS;
    const unwanted = this.packs.filter(({ hasBegun }) => isLate || !hasBegun);
    if (!isFirst && !isLate) return;
    await cancel(unwanted.map(({ id }) => id)).catch((error: unknown) => {
      this.complain(error);
    });
  }

  private unsubmitted(): TrialTask[] {
    const submitted = new Set(this.packs.flatMap(({ trials }) => trials.map(({ trial }) => trial)));
    return [...this.waiting.values()].filter(({ trial }) => !submitted.has(trial));
  }

  /** Where Slurm does not say that tasks have ended; another process that goes on with the sweep finds them. */
  private hasGivenUp(): boolean {
    return this.stopping !== undefined && this.secondsStopping > 2 * GRACE_SECONDS;
  }

  private async tellStopped(): Promise<void> {
    this.packs = [];
    for (const task of [...this.waiting.values()]) await this.tellAfterStop(task);
  }

  private async tellAfterStop(task: TrialTask): Promise<void> {
    await writeOutcome(task.directory, STOPPED);
    await this.tell(task, STOPPED);
  }

  private get secondsStopping(): number {
    return (performance.now() - this.stopping!) / 1000;
  }
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../core/errors';
import { resolveConfig } from '../../core/config/resolveConfig';
import type { LedgerTrial } from '../../core/sweep/ledger';
import type { LedgerLine } from '../../core/sweep/ledgerLine';
import type { ChosenTrial } from '../../core/sweep/nextTrial';
import { commonFailure, endingLimit, nextOfRound, roundAtHand, roundWidth } from '../../core/sweep/rounds';
import type { SweepProgress } from '../../core/sweep/sweepProgress';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import { pathsRelativeTo } from '../../store/configFile';
import { trialPaths, trialRun } from '../../store/sweepDirectory';
import { trialKey } from '../../store/sweepLedger';
import { factsOf } from '../runRecord';
import { NOTHING_SHARED } from '../sharedByRuns';
import { analyseBest } from './analyseBest';
import type { OpenSweep } from './openSweep';
import { StandingFiles } from './standingFiles';
import type { SweepEnd, SweepReporter } from './sweepReporter';
import type { TrialExecutor, TrialTask } from './trialExecutor';
import { settledOutcome, taskOf } from './trialTask';

/** What a coordinator tells, and asks, while it works. */
export interface Surroundings {
  readonly reporter: SweepReporter;
  /** Minutes of training so far, in all processes that the sweep had. */
  readonly minutes: () => number;
  readonly stopRequested: () => boolean;
  /** After every line of the ledger. */
  readonly changed: () => Promise<void>;
  /** Why no more trials are started. */
  readonly reached: (why: SweepProgress['reached']) => void;
}

type Ended = Pick<LedgerLine, 'state'> & Partial<Pick<LedgerLine, 'objective' | 'epoch' | 'error'>>;

/**
 * Chooses a sweep's trials, has them trained, and writes down what becomes of them. It works in rounds: all trials of a
 * round are chosen, and in the ledger, before any of them is trained; the next round is chosen when they have ended. So
 * what is chosen follows from the ledger, however often this process dies.
 */
export class Coordinator {
  private readonly standing: StandingFiles;

  constructor(
    private readonly open: OpenSweep,
    private readonly executor: TrialExecutor,
    private readonly around: Surroundings,
  ) {
    this.standing = new StandingFiles(open);
  }

  async run(): Promise<SweepEnd> {
    const { stopRequested, reached: tellReached } = this.around;
    await this.tryFailedAgain();
    await this.finishRoundAtHand();
    let reached: SweepProgress['reached'] = null;
    while (!stopRequested()) {
      await this.standing.write(false);
      this.refuseHopeless();
      reached = await this.nextRound();
      if (reached !== null) break;
    }
    const best = await this.standing.write(true);
    if (reached === null) return { state: 'stopped', reached, best };
    tellReached(reached);
    await this.end();
    await this.analyse();
    return { state: 'done', reached, best };
  }

  private get trials(): readonly LedgerTrial[] {
    return this.open.ledger.ledger.trials;
  }

  /** Whoever goes on with a sweep all trials of which have failed alike has seen to why they did. */
  private async tryFailedAgain(): Promise<void> {
    if (commonFailure(this.trials) === undefined) return;
    const failed = this.trials.filter(({ state }) => state === 'failed');
    const round = Math.max(...failed.map((trial) => trial.round));
    for (const { run } of failed) await rm(trialPaths(join(this.open.directory, run)).outcome, { force: true });
    for (const trial of failed) await this.append(trial, { state: 'running' }, round);
  }

  /** Trains what an earlier process has not finished; of a round of which it may not have chosen all, the rest, too. */
  private async finishRoundAtHand(): Promise<void> {
    const { round, left, isOpen } = roundAtHand(this.trials, roundWidth(this.open.sweep));
    if (left.length === 0) return;
    for (const trial of left) await this.append(trial, { state: 'running' }, trial.round);
    if (isOpen) await this.choose(round, left.length);
    const { left: begun } = roundAtHand(this.trials, roundWidth(this.open.sweep));
    await this.train(begun);
  }

  /** Chooses trials and trains them; returns why there are none to choose. */
  private async nextRound(): Promise<SweepProgress['reached']> {
    const { sweep } = this.open;
    const { trials } = this;
    const limit = endingLimit(sweep, trials, this.around.minutes());
    if (limit !== undefined) return limit;
    const round = trials.reduce((next, trial) => Math.max(next, trial.round + 1), 0);
    await this.choose(round, 0);
    const chosen = this.trials.filter((trial) => trial.round === round);
    if (chosen.length === 0) {
      return sweep.limits.trials !== null && trials.length >= sweep.limits.trials ? 'trials' : 'space';
    }
    await this.train(chosen);
    return null;
  }

  /** @param already trials that the round has */
  private async choose(round: number, already: number): Promise<void> {
    const { sweep, epochsOf } = this.open;
    for (let chosen = already; chosen < roundWidth(sweep); chosen++) {
      const next = nextOfRound(sweep, this.trials, epochsOf);
      if (!next) return;
      await this.append(await this.named(next), { state: 'running' }, round);
    }
  }

  private async train(trials: readonly LedgerTrial[]): Promise<void> {
    const told = async ({ trial }: TrialTask, { state, objective, epoch, error }: TrialOutcome) => {
      const before = this.trials.find((other) => other.trial === trial)!;
      await this.append(before, {
        state,
        objective,
        ...(epoch !== null && { epoch }),
        ...(error !== null && { error }),
      });
    };
    const tasks = [];
    for (const trial of trials) {
      const task = taskOf(this.open, trial);
      const outcome = await settledOutcome(task);
      if (outcome) await told(task, outcome);
      else tasks.push(task);
    }
    if (tasks.length > 0) await this.executor.train(tasks, told, this.around.stopRequested);
  }

  /** A trial that was chosen, by the key that the ledger knows it by. */
  private async named({
    trial,
    parameters,
  }: ChosenTrial): Promise<Pick<LedgerTrial, 'trial' | 'parameters' | 'run' | 'key'>> {
    const { record, origin } = this.open;
    const known = this.trials.find((other) => other.trial === trial);
    if (known) return known;
    const run = trialRun(trial);
    const { config } = taskOf(this.open, { trial, run, parameters, rungs: [] });
    const { readModelFile } = origin.shared ?? NOTHING_SHARED;
    const facts = factsOf(await readModelFile(record.model.path));
    const resolved = resolveConfig(config, facts, pathsRelativeTo(record.config.file));
    const sources = { model: record.model.sha256, questions: record.questions, initFrom: record.init_from };
    return { trial, parameters, run, key: trialKey(resolved, sources) };
  }

  private async append(
    { trial, parameters, run, key }: Pick<LedgerTrial, 'trial' | 'parameters' | 'run' | 'key'>,
    { state, objective = null, epoch, error }: Ended,
    round?: number,
  ): Promise<void> {
    const line: LedgerLine = {
      trial,
      state,
      params: parameters,
      objective,
      run,
      key,
      time: new Date().toISOString(),
      ...(round !== undefined && { round }),
      ...(epoch !== undefined && { epoch }),
      ...(error !== undefined && { error }),
    };
    await this.open.ledger.append(line);
    this.around.reporter.line(line);
    await this.around.changed();
  }

  private refuseHopeless(): void {
    const error = commonFailure(this.trials);
    if (error === undefined) return;
    throw new UserError(`all ${this.trials.length} trials so far have failed alike: ${error}`);
  }

  /** Trials that wait at a rung when there is nothing more to train have lost. */
  private async end(): Promise<void> {
    const { trials } = this;
    const failed = trials.filter(({ state }) => state === 'failed');
    if (failed.length > 0 && failed.length === trials.length) {
      throw new UserError(`all ${failed.length} trials have failed; the first one: ${failed[0]!.error ?? ''}`);
    }
    for (const trial of trials) if (trial.state === 'paused') await this.append(trial, { state: 'pruned' });
  }

  private async analyse(): Promise<void> {
    const { reporter, stopRequested } = this.around;
    for await (const said of analyseBest(this.open, this.trials, stopRequested)) reporter.says(said);
  }
}

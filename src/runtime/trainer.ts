import type { Precision } from '../core/config/saeConfig';
import type { TrainingRules } from '../core/config/presets';
import type { FloatArray } from '../core/floatArray';
import {
  afterEpoch,
  resultOf,
  START,
  type Course,
  type EarlyStopping,
  type TrainingResult,
} from '../core/training/course';
import { MetricMeans, type MetricSums } from '../core/training/metricMeans';
import type { Measurement } from '../core/run/metricsLine';
import { readTokens, type Batches } from './batches';
import { checkFinite } from './checkFinite';
import { Pace } from './pace';
import type { SaeSession, TrainingState } from './trainingSession';

/** What a run trains with, beyond the graph. */
export interface TrainingSetup extends EarlyStopping {
  readonly num_epochs: number;
  readonly batch_size: number;
  readonly encoding_dim: number;
  readonly learning_rate: number;
  readonly rules: TrainingRules;
  readonly precision: Precision;
  readonly digits: number;
  /** Tokens of each question that the model reads. */
  readonly positions: number;
}

/** Where training stands, in numbers. */
export interface Counters {
  /** The epoch under way, from 1, and the batch of it that comes next. */
  readonly epoch: number;
  readonly batch: number;
  readonly step: number;
  /** Steps since Adam's moments were zero. */
  readonly adamStep: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  readonly course: Course;
  /** Sums over the epoch under way. */
  readonly epochSums: MetricSums;
  /** Sums since the last measurement, and the seconds at which that was made. */
  readonly intervalSums: MetricSums;
  readonly intervalStart: number;
}

/** Weights worth keeping, with the fraction of rows on which each neuron fired in the epoch that made them. */
export interface KeptWeights {
  readonly parameters: Readonly<Record<string, FloatArray>>;
  readonly densities: Float64Array;
}

/** Everything that training goes on from. */
export interface Snapshot {
  readonly counters: Counters;
  /** Parameters and their moments. */
  readonly state: TrainingState;
  /** The best epoch's weights; null before there is one, or where the last ones are kept. */
  readonly best: KeptWeights | null;
}

/** Hears of training as it goes, between calls of the runtime. */
export interface TrainingObserver {
  /**
   * A new measurement: of the steps since the last one, about once a second, or of an epoch that ended; then also
   * whether it ends training early.
   */
  measured(measurement: Measurement, stoppedEarly: boolean): Promise<void>;
  /** After every call; the trainer's snapshot may be taken now. Returns false to stop here. */
  proceed(trainer: Trainer): Promise<boolean>;
}

const SECONDS_BETWEEN_INTERVALS = 1;

/** Trains an SAE over epochs: batches in, measurements out, early stopping, the choice of weights. */
export class Trainer {
  private interval: MetricMeans;
  private intervalStart: number;
  private epochMeans: MetricMeans;
  private counters: Omit<Counters, 'epochSums' | 'intervalSums' | 'intervalStart'>;
  private best: KeptWeights | null;

  /**
   * @param from counters and best weights of a snapshot whose state the session holds; without it, the beginning
   * @param pace how many steps to make at a time
   */
  constructor(
    private readonly session: SaeSession,
    private readonly batches: Batches,
    private readonly setup: TrainingSetup,
    from?: Pick<Snapshot, 'counters' | 'best'>,
    private readonly pace: Pick<Pace, 'steps' | 'measured' | 'estimate'> = new Pace(),
  ) {
    const { rules, encoding_dim } = setup;
    const beginning = {
      epoch: 1,
      batch: rules.dropFirstBatch ? 1 : 0,
      step: 0,
      adamStep: 0,
      seconds: 0,
      course: START,
    };
    this.counters = from?.counters ?? beginning;
    this.best = from?.best ?? null;
    this.epochMeans = new MetricMeans(encoding_dim, from?.counters.epochSums);
    this.interval = new MetricMeans(encoding_dim, from?.counters.intervalSums);
    this.intervalStart = from?.counters.intervalStart ?? 0;
  }

  get finished(): boolean {
    const { course } = this.counters;
    return course.stoppedEarly || course.epochs >= this.setup.num_epochs;
  }

  /** Epochs that have ended. */
  get epochs(): number {
    return this.counters.course.epochs;
  }

  get totalSteps(): number {
    return this.setup.num_epochs * this.batches.perEpoch - (this.setup.rules.dropFirstBatch ? 1 : 0);
  }

  get secondsPerStep(): number | undefined {
    return this.pace.estimate;
  }

  get epoch(): number {
    return this.counters.epoch;
  }

  get step(): number {
    return this.counters.step;
  }

  /** The mean loss of the epoch under way, or of the one that has just ended. */
  get loss(): number {
    return this.epochMeans.means().loss;
  }

  /** Trains until the end or until the observer stops it. */
  async run(observer: TrainingObserver): Promise<void> {
    while (!this.finished) {
      if (this.counters.batch === this.batches.perEpoch) this.beginNextEpoch();
      await this.advance(observer);
      if (this.counters.batch === this.batches.perEpoch) await this.endEpoch(observer);
      if (!(await observer.proceed(this))) return;
    }
  }

  async snapshot(): Promise<Snapshot> {
    const counters = {
      ...this.counters,
      epochSums: this.epochMeans.save(),
      intervalSums: this.interval.save(),
      intervalStart: this.intervalStart,
    };
    return { counters, state: await this.session.state(), best: this.best };
  }

  /** The weights to keep as things stand, and the figures to report of them. */
  async outcome(): Promise<KeptWeights & { readonly result: TrainingResult }> {
    const { course } = this.counters;
    const result = resultOf(course, this.setup.rules, this.epochMeans.means());
    return { ...(this.best ?? (await this.currentWeights())), result };
  }

  private async advance(observer: TrainingObserver): Promise<void> {
    const { batches, setup, counters } = this;
    const steps = this.pace.steps(batches.perEpoch - counters.batch);
    const start = performance.now();
    const tokens = readTokens(batches, counters.epoch, counters.batch, steps, {
      batchSize: setup.batch_size,
      digits: setup.digits,
      positions: setup.positions,
    });
    const reports = await this.session.steps(tokens, steps, counters.adamStep + 1, setup.learning_rate);
    const seconds = (performance.now() - start) / 1000;
    this.pace.measured(steps, seconds);
    this.counters = {
      ...counters,
      batch: counters.batch + steps,
      step: counters.step + steps,
      adamStep: counters.adamStep + steps,
      seconds: counters.seconds + seconds,
    };
    for (const report of reports) {
      this.epochMeans.add(report);
      this.interval.add(report);
    }
    const broken = checkFinite(reports, counters.step + 1, setup.rules, setup.precision);
    const due = this.counters.seconds - this.intervalStart >= SECONDS_BETWEEN_INTERVALS;
    if (due || broken) await this.endInterval(observer);
    if (broken) throw broken;
  }

  private async endInterval(observer: TrainingObserver): Promise<void> {
    await observer.measured(this.measurement('interval', this.interval), false);
    this.interval = new MetricMeans(this.setup.encoding_dim);
    this.intervalStart = this.counters.seconds;
  }

  private async endEpoch(observer: TrainingObserver): Promise<void> {
    const { rules } = this.setup;
    const course = afterEpoch(this.counters.course, this.epochMeans.means(), this.setup, rules);
    await observer.measured(this.measurement('epoch', this.epochMeans), course.stoppedEarly);
    if (rules.keep === 'best' && course.best?.epoch === course.epochs) this.best = await this.currentWeights();
    this.counters = { ...this.counters, course };
  }

  // Only when it goes on: until then the figures of the epoch that ended are those of the weights.
  private beginNextEpoch(): void {
    this.counters = { ...this.counters, epoch: this.counters.epoch + 1, batch: 0 };
    this.epochMeans = new MetricMeans(this.setup.encoding_dim);
    if (!this.setup.rules.adamPerEpoch) return;
    this.session.resetMoments();
    this.counters = { ...this.counters, adamStep: 0 };
  }

  private async currentWeights(): Promise<KeptWeights> {
    return { parameters: await this.session.parameters(), densities: this.epochMeans.densities() };
  }

  private measurement(kind: Measurement['kind'], means: MetricMeans): Measurement {
    const { epoch, step, seconds } = this.counters;
    return { kind, epoch, step, questions: step * this.setup.batch_size, seconds, ...means.means() };
  }
}

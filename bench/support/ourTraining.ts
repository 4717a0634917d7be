import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider, SaeConfig } from '../../src/core/config/saeConfig';
import { createTrainer } from '../../src/runtime/createTrainer';
import { openRun, type OpenRun } from '../../src/runtime/openRun';
import type { SessionOptions } from '../../src/runtime/provider';
import type { Trainer } from '../../src/runtime/trainer';
import type { TrainingSession } from '../../src/runtime/trainingSession';
import type { Contestant } from './interleaved';
import { inProject } from './project';

/** Never ends, on questions made as it goes. */
const ENDLESS = { num_epochs: 100_000, num_batches: 1000, patience: 100_000, early_stopping_threshold: 1e-300 };

/** The settings of the notebook's first run, with its rules. */
export const NOTEBOOK_RUN = {
  preset: 'notebook',
  architecture: 'kl',
  learning_rate: 5e-4,
  sparsity_target: 0.1,
  sparsity_weight: 1e-3,
  l1_weight: 1e-4,
  batch_size: 64,
  operations: { add: 20, sub: 80, mul: 0 },
} as const;

/** Opens a run that never ends. */
export async function openEndlessRun(
  folder: string,
  keys: Omit<SaeConfig, 'kind'>,
  provider: Provider,
): Promise<OpenRun> {
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'run.quanta.json');
  await writeFile(config, JSON.stringify({ kind: 'sae', ...ENDLESS, ...keys }));
  const folders = { workspace: folder, hubCache: folder, bundled: inProject('media/samples') };
  return openRun(
    { config, run: undefined, runsFolder: join(folder, 'runs') },
    {
      provider,
      program: [process.execPath, inProject('dist/quanta.cjs')],
      folders,
      quantaVersion: 'bench',
      now: new Date(),
    },
  );
}

/** Training as `quanta train` does it, from the questions to the figures, but for the files of the run's directory. */
export class OurTraining implements Contestant {
  private constructor(
    private readonly run: OpenRun,
    private readonly trainer: Trainer,
    private readonly session: TrainingSession,
  ) {}

  /** @param folder receives the config and the run's directory */
  static async open(
    folder: string,
    keys: Omit<SaeConfig, 'kind'>,
    provider: Provider,
    options: SessionOptions = {},
  ): Promise<OurTraining> {
    const run = await openEndlessRun(folder, keys, provider);
    const { trainer, session } = await createTrainer(run.inputs, run.provider, 'float32', undefined, options);
    return new OurTraining(run, trainer, session);
  }

  /** Steps made so far. */
  get steps(): number {
    return this.trainer.step;
  }

  get provider(): string {
    return this.run.provider;
  }

  async secondsPerStep(steps: number): Promise<number> {
    const first = this.trainer.step;
    const start = performance.now();
    await this.trainer.run({
      measured: () => Promise.resolve(),
      proceed: ({ step }) => Promise.resolve(step - first < steps),
    });
    return (performance.now() - start) / 1000 / (this.trainer.step - first);
  }

  /** Loss, mean squared error and penalties of the first steps, on given batches of tokens. */
  async figuresOfSteps(batches: readonly (readonly (readonly number[])[])[]): Promise<(number | null)[][]> {
    const tokens = Int32Array.from(batches.flat(2));
    const reports = await this.session.steps(tokens, batches.length, 1, this.run.inputs.config.learning_rate);
    return reports.map((step) => [step.loss, step.mse, step.sparsityPenalty, step.l1Penalty]);
  }

  async close(): Promise<void> {
    await this.session.release();
    await this.run.lock.release();
  }
}

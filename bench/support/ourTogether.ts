import { join } from 'node:path';
import type { Provider, SaeConfig } from '../../src/core/config/saeConfig';
import type { OpenRun } from '../../src/runtime/openRun';
import { createTrainers } from '../../src/runtime/together/createTrainers';
import type { TogetherSession } from '../../src/runtime/together/togetherSession';
import type { Trainer } from '../../src/runtime/trainer';
import type { Contestant } from './interleaved';
import { openEndlessRun } from './ourTraining';

/** Several SAEs in training together, but for the files of their runs' directories. */
export class OurTogether implements Contestant {
  private constructor(
    private readonly runs: readonly OpenRun[],
    private readonly trainers: readonly Trainer[],
    private readonly session: TogetherSession,
  ) {}

  /** @param folder receives the configs and the runs' directories */
  static async open(
    folder: string,
    members: readonly Omit<SaeConfig, 'kind'>[],
    provider: Provider,
  ): Promise<OurTogether> {
    const runs: OpenRun[] = [];
    for (const [i, keys] of members.entries()) runs.push(await openEndlessRun(join(folder, String(i)), keys, provider));
    const inputs = runs.map((run) => run.inputs);
    const created = await createTrainers(inputs, runs[0]!.provider, 'float32');
    const trainers = created.members.map(({ trainer }) => trainer);
    return new OurTogether(runs, trainers, created.session);
  }

  /** Of a step of all of them. */
  async secondsPerStep(steps: number): Promise<number> {
    const first = this.trainers[0]!.step;
    const start = performance.now();
    const observer = {
      measured: () => Promise.resolve(),
      proceed: ({ step }: Trainer) => Promise.resolve(step - first < steps),
    };
    await Promise.all(this.trainers.map((trainer) => trainer.run(observer)));
    return (performance.now() - start) / 1000 / (this.trainers[0]!.step - first);
  }

  async close(): Promise<void> {
    await this.session.release();
    for (const { lock } of this.runs) await lock.release();
  }
}

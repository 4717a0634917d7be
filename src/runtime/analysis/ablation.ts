import { mayFailOnNeeded } from '../../core/analysis/proof/criteria';
import type { Ablations, Change } from './ablations';
import type { PoolBatch, Proceed } from './poolPasses';

/** A change of neurons, and what it makes wrong: found batch by batch, as far as it is asked for. */
export class Ablation {
  /** The digits of every question that are wrong, as bits. */
  private readonly found: Uint32Array;
  private readonly isKnown: boolean[] = [];
  private random: number | undefined;

  constructor(
    private readonly ablations: Ablations,
    private readonly change: Change,
  ) {
    this.found = new Uint32Array(change.differences.length / change.neurons.length);
  }

  /** The wrong digits of all questions, as bits. */
  async wrong(proceed: Proceed): Promise<Uint32Array> {
    await this.find(() => true, proceed);
    return this.found;
  }

  /**
   * Whether enough digits may be wrong that are needed, which a part of the questions tells: those that need any. Most
   * changes break nothing; of those that do not in a third of these questions, the rest is not looked at. Sixteen wrong
   * digits, the fewest that may prove, would all lie in the rest once in 650 times.
   */
  async mayProve(needed: Uint32Array, proceed: Proceed): Promise<boolean> {
    const wrongAndNeeded = () => this.found.map((bits, question) => bits & needed[question]!);
    let turn = 0;
    const isWanted = ({ first, count }: PoolBatch) => needed.subarray(first, first + count).some((bits) => bits !== 0);
    await this.find((batch) => isWanted(batch) && turn++ % 3 === 0, proceed);
    if (wrongAndNeeded().every((bits) => bits === 0)) return false;
    await this.find(isWanted, proceed);
    return mayFailOnNeeded(wrongAndNeeded());
  }

  /** Of how many questions each change, turned into a random direction, makes a digit wrong. */
  async randomFailures(proceed: Proceed): Promise<number> {
    if (this.random === undefined) {
      const turned = new Ablation(this.ablations, { ...this.change, isRandom: true });
      this.random = (await turned.wrong(proceed)).reduce((count, bits) => (bits === 0 ? count : count + 1), 0);
    }
    return this.random;
  }

  private async find(isWanted: (batch: PoolBatch) => boolean, proceed: Proceed): Promise<void> {
    for (const batch of this.ablations.batches) {
      const { index, first } = batch;
      if (!isWanted(batch) || this.isKnown[index]) continue;
      this.found.set(await this.ablations.wrong(batch, this.change), first);
      this.isKnown[index] = true;
      await proceed();
    }
  }
}

import type { Evidence } from '../../core/analysis/proof/criteria';
import type { ChangedModel } from './changedModel';
import { tasksByPosition, verdicts, type ProofCase, type Task, type Verdict } from './proofCases';
import type { Prover } from './prover';
import type { Subject } from './subject';

/** How proofs are paced. */
export interface ProofPace {
  /** Told how much is done, from 0 to 1; throws to stop. */
  readonly proceed: (done: number) => Promise<void>;
  /** Whether the time for proofs is used up: what is left then stays unproved. */
  readonly isTimeUp: () => boolean;
}

/** Puts cases to the proof, one position after the other; those that the time does not allow are left out. */
export async function proveCases(
  { site, model: { digits } }: Subject,
  model: ChangedModel,
  prover: Prover,
  cases: readonly ProofCase[],
  { proceed, isTimeUp }: ProofPace,
): Promise<Map<ProofCase, Verdict>> {
  const tasks = tasksByPosition(cases, site.positions, digits);
  const all = [...tasks.values()].flat();
  const evidence = new Map<Task, Evidence | null>();
  const report = () => proceed(evidence.size / all.length);
  for (const [position, here] of tasks) {
    await model.keepOnly([position]);
    const left = [...here];
    if (isTimeUp()) break;
    const suspects = here.map((task) => task.suspects);
    for await (const found of prover.proveAt(position, suspects, report)) {
      evidence.set(left.shift()!, found);
      if (isTimeUp()) break;
    }
  }
  return verdicts(all, evidence);
}

import { accountedDigits, explainedShare } from '../../core/analysis/proof/accounted';
import type { AblationEffect } from '../../core/analysis/proof/criteria';
import type { ProofPool } from '../../core/analysis/proof/pool';
import { AblationTally } from '../../core/analysis/proof/tally';
import type { UsableProvider } from '../provider';
import { ChangedModel } from './changedModel';
import { PoolPasses } from './poolPasses';
import type { ProofCase, Verdict } from './proofCases';
import type { Subject } from './subject';

/** A layer's MLP at one position, as the literature counts nodes. */
export interface Node {
  readonly layer: number;
  readonly position: number;
  /** What happens where its activations are replaced by their means. */
  readonly effect: AblationEffect;
  /** Proved labels of neurons or groups there. */
  readonly proved: readonly (readonly [ProofCase, Verdict])[];
  /**
   * Share of the digits that it makes wrong which proved labels account for; null where it makes none wrong, and where
   * the SAE reads something else.
   */
  readonly explainedShare: number | null;
}

/** The hook point whose activations a node is. */
const NODE_HOOK = 'mlp.hook_post';

/**
 * Replaces the activations of every layer's MLP at one position after the other by their mean over the pool. A question
 * fails where a digit is answered wrong; that its loss is above 0.01 then, as the literature asks for too, is certain.
 */
export async function ablateNodes(
  { subject: { transformer, model, site }, batch, provider }: NodeSetting,
  pool: ProofPool,
  verdicts: ReadonlyMap<ProofCase, Verdict>,
  proceed: (done: number) => Promise<void>,
): Promise<Node[]> {
  const nodes: Node[] = [];
  const { nLayers } = transformer.config;
  for (let layer = 0; layer < nLayers; layer++) {
    const place = { layer, hook: NODE_HOOK };
    const changed = await ChangedModel.create(transformer, place, model.digits, batch, provider);
    const isRead = layer === site.layer && site.hook === NODE_HOOK;
    const still = () => proceed(nodes.length / (nLayers * changed.length));
    try {
      const passes = await PoolPasses.read(changed, pool, still);
      for (let position = 0; position < changed.length; position++) {
        const wrong = await passes.wrongWith(position, passes.meanAt(position), still);
        await changed.keepOnly([]);
        const isOurs = isRead && site.positions.includes(position);
        nodes.push({ layer, position, ...nodeOf(pool, wrong, isOurs ? provedAt(position, verdicts) : null) });
      }
    } finally {
      await changed.release();
    }
  }
  return nodes;
}

interface NodeSetting {
  readonly subject: Subject;
  /** Questions of a call. */
  readonly batch: number;
  readonly provider: UsableProvider;
}

/** @param proved null where the SAE does not read the node */
function nodeOf(pool: ProofPool, wrong: Uint32Array, proved: Node['proved'] | null) {
  const tally = new AblationTally(pool.digits);
  wrong.forEach((bits, row) => tally.add(bits, 0, pool.tags[row]!));
  const accounted = proved?.map(([, { reading, evidence }]) => accountedDigits(pool, reading, evidence!));
  return {
    effect: tally.result(null),
    proved: proved ?? [],
    explainedShare: accounted ? explainedShare(wrong, accounted) : null,
  };
}

function provedAt(position: number, verdicts: ReadonlyMap<ProofCase, Verdict>): Node['proved'] {
  return [...verdicts].filter(([proofCase, verdict]) => verdict.isProved && proofCase.position === position);
}

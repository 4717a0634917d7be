import { formatImpact } from '../../core/arithmetic/evaluation';
import type { QualityNode } from '../../core/run/qualityFile';
import { labelRecord, type LabelFacts } from './labelRecords';
import type { Node } from './nodes';
import { rounded } from './rounded';

/** Of a node's wrong digits, the share that proved labels have to account for. */
const EXPLAINED = 0.5;

/** A node as `quality.json` has it. */
export function nodeRecord(
  { layer, position, effect, proved, explainedShare }: Node,
  { digits, positionNames, poolSize }: LabelFacts,
): QualityNode {
  const wrong = effect.wrong.flatMap((count, n) => (count > 0 ? [n] : []));
  return {
    layer,
    position,
    position_name: positionNames[position]!,
    failures: effect.failures,
    fail_percent: poolSize === 0 ? 0 : rounded((100 * effect.failures) / poolSize),
    impact: formatImpact(wrong, digits),
    by_class: effect.byClass,
    useful: effect.failures > 0,
    explained_share: explainedShare === null ? null : rounded(explainedShare),
    explained: explainedShare === null ? null : explainedShare >= EXPLAINED,
    labels: proved.map(([{ neurons }, { reading }]) => ({
      ...labelRecord(reading.label, reading.value),
      neurons: [...neurons],
    })),
  };
}

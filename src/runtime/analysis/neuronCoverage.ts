import type { ProbeSet } from '../../core/analysis/probes/probeSet';
import { Board, meanCoverage, type Coverage } from '../../core/analysis/scores/board';
import { ColumnScorer } from '../../core/analysis/scores/columnScorer';
import { TruthTable } from '../../core/analysis/truth/truthTable';
import { contextLength } from '../../core/arithmetic/positions';
import type { UsableProvider } from '../provider';
import { Encoder } from './encoder';
import { FeatureColumns } from './featureColumns';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

const BATCH = 256;
/** Floats that are held at a time, or those of one position, if these are more. */
const MOST_VALUES = 2 ** 26;

/**
 * How much of the ground truth an SAE's neurons hold, over all of its positions: what the analysis finds on its way to
 * labels, without these and their controls.
 *
 * @returns null where nothing can be told at any position
 */
export async function neuronCoverage(
  subject: Subject,
  probes: ProbeSet,
  provider: UsableProvider,
): Promise<number | null> {
  const { positions } = subject.site;
  const size = Math.max(1, Math.floor(MOST_VALUES / (saeSizes(subject.sae).neurons * probes.count)));
  const table = new TruthTable(probes);
  const parts: Coverage[] = [];
  for (let first = 0; first < positions.length; first += size) {
    const block = positions.slice(first, first + size);
    const columns = await neuronColumns(subject, block, probes, provider);
    for (const [place, position] of block.entries()) {
      const truth = table.at(position);
      const scorer = new ColumnScorer(truth.selection);
      const board = new Board(scorer);
      const features = columns.at(place);
      for (let neuron = 0; neuron < features.count; neuron++) board.add(neuron, scorer.score(features.values(neuron)));
      parts.push(board.measure(features, truth.heldOut));
    }
  }
  const { properties, coverage } = meanCoverage(parts);
  return properties === 0 ? null : coverage;
}

async function neuronColumns(
  subject: Subject,
  positions: readonly number[],
  probes: ProbeSet,
  provider: UsableProvider,
): Promise<FeatureColumns> {
  const { neurons } = saeSizes(subject.sae);
  const columns = new FeatureColumns(positions.length, neurons, probes.count);
  const all = Array.from({ length: neurons }, (_, neuron) => neuron);
  const encoder = await Encoder.create({ ...subject, site: { ...subject.site, positions } }, BATCH, provider);
  try {
    for (const batch of questionBatches(probes.tokens, contextLength(probes.digits), BATCH)) {
      columns.add((await encoder.encode(batch.tokens)).neurons, neurons, all, batch.first, batch.count);
    }
  } finally {
    await encoder.release();
  }
  return columns;
}

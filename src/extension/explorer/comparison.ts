import { differingNeurons } from '../../core/analysis/statistics/differingNeurons';
import { UserError } from '../../core/errors';
import type { FromExplorer, ToExplorer } from '../../protocol/explorer';
import type { AnalysisReader } from '../../store/analysisReader';

/** Neurons that are told of. */
const MOST = 20;

/**
 * The answer to a `compare`.
 * @throws UserError where the SAE has no such position
 */
export async function comparison(
  reader: AnalysisReader,
  { id, position, questions, among }: Extract<FromExplorer, { type: 'compare' }>,
): Promise<ToExplorer> {
  const place = reader.header.positions.findIndex((at) => at.position === position);
  if (place < 0) throw new UserError(`${reader.directory}: this SAE was not trained on position P${position}`);
  const activations = await reader.activationsAt(place);
  const sizes = { questions: reader.sampled, considered: Math.min(among, reader.sampled) };
  return { type: 'compared', id, neurons: differingNeurons(activations, sizes, questions, MOST) };
}

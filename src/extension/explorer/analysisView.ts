import type { AnalysisView, NeuronView } from '../../protocol/explorer';
import type { AnalysisReader } from '../../store/analysisReader';

/** An analysis as the explorer's page is told of it. */
export function analysisView(reader: AnalysisReader, name: string): AnalysisView {
  const { directory, header, neurons, map, columnExplained, bestScore, decoderNorms, densities, similarityOrder } =
    reader;
  const { labels, groups, quality, sampleTokens } = reader;
  return {
    directory,
    name,
    ...header,
    neurons,
    map,
    columnExplained,
    bestScore,
    decoderNorms,
    densities,
    similarityOrder,
    labels,
    groups,
    quality,
    sampleTokens,
  };
}

/** @throws UserError where there is no such neuron, or the files are others by now */
export async function neuronView(reader: AnalysisReader, neuron: number): Promise<NeuronView> {
  const [record, activations] = await Promise.all([reader.neuron(neuron), reader.activationsOf(neuron)]);
  return { record, activations };
}

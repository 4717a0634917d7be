import { decoderNorms } from '../../core/analysis/statistics/decoder';
import type { Figures } from '../../core/analysis/statistics/neuronStatistics';
import { similarityOrder } from '../../core/analysis/statistics/similarityOrder';
import { contextLength } from '../../core/arithmetic/positions';
import type { NewTensor } from '../../core/formats/safetensors/writeSafetensors';
import type { Analysis } from './analyseSae';
import { saeSizes } from './subject';

/**
 * The content of `activations.safetensors`: the neurons' activations on a sample of the probe questions, these questions,
 * the SAE's positions, and what is shown of all neurons at once.
 */
export function activationTensors(analysis: Analysis): Map<string, NewTensor> {
  const { subject, probes, measured, dependences, proofs } = analysis;
  const { statistics, sample } = measured;
  const { positions } = subject.site;
  const { neurons } = saeSizes(subject.sae);
  const context = contextLength(probes.digits);
  const { questions, values } = sample;
  const norms = decoderNorms(subject.sae.W_dec);
  const perCell = (of: (neuron: number, place: number) => number): NewTensor => ({
    shape: [neurons, positions.length],
    data: Float32Array.from({ length: neurons * positions.length }, (_, cell) =>
      of(Math.floor(cell / positions.length), cell % positions.length),
    ),
  });
  const figure = (name: keyof Figures) =>
    perCell((neuron, place) => statistics.figures(neuron, place)[name] ?? Number.NaN);
  return new Map<string, NewTensor>([
    ['activations', { shape: [neurons, positions.length, questions], data: values }],
    ['tokens', { shape: [questions, context], data: probes.tokens.slice(0, questions * context) }],
    ['positions', { shape: [positions.length], data: Int32Array.from(positions) }],
    ['density', figure('density')],
    ['mean', figure('mean')],
    ['mean_active', figure('mean_active')],
    ['max', figure('max')],
    ['contribution', perCell((neuron, place) => statistics.figures(neuron, place).mean * norms[neuron]!)],
    ['column_explained', perCell((neuron, place) => dependences[place]![neuron]?.explained ?? Number.NaN)],
    ...(proofs ? ([['best_auroc', perCell(bestAuroc(proofs.labels.ranked))]] as const) : []),
    ['order', { shape: [neurons], data: similarityOrder({ neurons, rows: positions.length * questions, values }) }],
    ['decoder_norm', { shape: [neurons], data: Float32Array.from(norms) }],
    [
      'density_all',
      { shape: [neurons], data: Float32Array.from(norms, (_, neuron) => statistics.figures(neuron).density) },
    ],
  ]);
}

/** 1/2, as chance has it, where a neuron tells nothing. */
function bestAuroc(ranked: NonNullable<Analysis['proofs']>['labels']['ranked']) {
  return (neuron: number, place: number) => ranked[place]![neuron]![0]?.auroc ?? 0.5;
}

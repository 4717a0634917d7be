import { Histograms } from '../../src/core/analysis/statistics/histogram';
import { questionText } from '../../src/core/arithmetic/question';
import type { ProofRecord } from '../../src/core/run/analysedLabel';
import type { FoundLabelRecord, NeuronRecord } from '../../src/core/run/neuronsFile';
import type { AnalysisView, NeuronView } from '../../src/protocol/explorer';
import type { MadeAnalysis } from './madeAnalysis';
import { hashed, holds, labelAt, mean, summaryOf, type MadeNeuron, type Planted } from './madeSpecies';

const EXAMPLES = 10;

/** What a neuron of a made-up analysis does, as the extension would read it. */
export function madeNeuron(analysis: MadeAnalysis, neuron: number): NeuronView {
  const { view, questions, made } = analysis;
  const width = questions.length;
  const activations = new Float32Array(view.positions.length * width);
  for (let cell = 0; cell < activations.length; cell++) {
    activations[cell] = analysis.activation(neuron, Math.floor(cell / width), cell % width);
  }
  const at = (place: number) => activations.subarray(place * width, (place + 1) * width);
  const { planted, decoderNorm } = made[neuron]!;
  const statistics = (values: Float32Array) => statisticsOf(values, analysis, decoderNorm);
  const record: NeuronRecord = {
    neuron,
    decoder_norm: decoderNorm,
    ...statistics(activations),
    neighbours: [1, 8, 16]
      .map((step, i) => ({ neuron: (neuron + step) % made.length, cosine: 0.8 - 0.3 * i - 0.2 * hashed(neuron, i) }))
      .filter((neighbour) => neighbour.neuron !== neuron),
    logit_effects: Array.from({ length: 15 }, (_, token) => 2 * hashed(neuron, token, 9) - 1),
    labels: [],
    positions: view.positions.map((position, place) => ({
      ...position,
      ...statisticsOf(at(place), analysis, decoderNorm, place),
      depends_on: planted && planted.digit !== null ? { digit: planted.digit, explained: 0.97 } : null,
      labels:
        view.labels && planted?.positions.includes(position.position)
          ? [foundLabel(analysis, neuron, planted, place, at(place))]
          : [],
      ranked: view.labels
        ? [0, 1, 2].map((n) => ({
            ...labelAt({ task: 'SC', digit: n, rows: 'S', value: null } as Planted, position.position, view.digits),
            auroc: 0.8 - 0.1 * n,
          }))
        : [],
    })),
  };
  return { record, activations };
}

/** The groups of made-up neurons that share a label. */
export function madeGroups(
  made: readonly MadeNeuron[],
  positions: AnalysisView['positions'],
  digits: number,
): AnalysisView['groups'] {
  const groups = new Map<string, AnalysisView['groups'][number] & { neurons: number[] }>();
  for (const [neuron, { planted }] of made.entries()) {
    for (const at of positions) {
      if (!planted?.positions.includes(at.position)) continue;
      const label = labelAt(planted, at.position, digits);
      const key = JSON.stringify([at.position, label]);
      const known = groups.get(key);
      if (known) known.neurons.push(neuron);
      else {
        const proof = madeProof(planted, digits);
        groups.set(key, { ...at, ...label, neurons: [neuron], column: null, status: 'proved', proof });
      }
    }
  }
  return [...groups.values()].filter(({ neurons }) => neurons.length > 1);
}

/** @param place which position of the SAE the values are of; undefined for all of them, one after the other */
function statisticsOf(values: Float32Array, { view, questions }: MadeAnalysis, decoderNorm: number, place?: number) {
  const histograms = new Histograms(1);
  for (const value of values) if (value > 0) histograms.add(0, value);
  const active = [...values.keys()].filter((i) => values[i]! > 0).sort((a, b) => values[b]! - values[a]!);
  const example = (i: number) => ({
    question: questionText(questions[i % questions.length]!),
    position: view.positions[place ?? Math.floor(i / questions.length)]!.position,
    activation: values[i]!,
  });
  const { density, mean: average, meanActive, max } = summaryOf(values);
  const { width, counts } = histograms.of([0]);
  const spread = Array.from({ length: EXAMPLES }, (_, i) => active[Math.floor((i * active.length) / EXAMPLES)]);
  return {
    density,
    mean: average,
    mean_active: Number.isNaN(meanActive) ? null : meanActive,
    max,
    contribution: average * decoderNorm,
    histogram: { width, counts: [...counts] },
    top: active.slice(0, EXAMPLES).map(example),
    spread: spread.filter((i) => i !== undefined).map(example),
  };
}

function foundLabel(
  { view, questions }: MadeAnalysis,
  neuron: number,
  planted: Planted,
  place: number,
  values: Float32Array,
): FoundLabelRecord {
  const { position } = view.positions[place]!;
  const inFile = view.labels!.find((label) => label.neuron === neuron && label.position === position)!;
  const { task, digit, relative, rows, value, auroc, f1, nmi, support, status } = inFile;
  const threshold = mean(values.filter((activation) => activation > 0)) / 2;
  const contradicting = [...questions.keys()].filter(
    (i) => values[i]! > threshold !== (holds(planted, questions[i]!) !== planted.inverted),
  );
  return {
    ...{ task, digit, relative, rows, value, auroc, f1, nmi, support, status },
    equivalent: task === 'NB' ? [{ task: 'GT', digit, relative, rows, value }] : [],
    strength: auroc >= 0.95 ? 'strong' : 'weak',
    direction: planted.inverted ? -1 : 1,
    threshold,
    precision: f1 + 0.02,
    recall: f1 - 0.02,
    tied: task === 'SC' ? [{ task: 'ST', digit, relative, rows, auroc: auroc - 0.01 }] : [],
    controls: {
      token_nmi: 0.06,
      conditional_nmi: nmi - 0.1,
      permutation_p: 0.001,
      random_auroc: 0.78,
      raw_auroc: 0.91,
      failed: [],
    },
    proof: neuron % 12 === 9 ? null : madeProof(planted, view.digits),
    counter_examples: contradicting.slice(0, 6).map((i) => ({
      question: questionText(questions[i]!),
      position,
      kind: values[i]! > threshold ? 'false alarm' : 'miss',
      activation: values[i]!,
    })),
  };
}

function madeProof({ digit, status }: Planted, digits: number): ProofRecord {
  const broken = Math.min((digit ?? 0) + 1, digits);
  const proved = status === 'proved';
  const ablation = (failures: number) => ({
    failures,
    wrong: { [`A${broken}`]: failures, [`A${Math.max(broken - 1, 0)}`]: Math.round(failures * (proved ? 0.1 : 0.5)) },
    needed: { [`A${broken}`]: failures },
    needed_together: null,
    by_class: { S1: Math.ceil(failures * 0.6), S2: Math.floor(failures * 0.4) },
    random_failures: failures < 20 ? null : 4,
  });
  return {
    questions: 2000,
    mean: ablation(proved ? 240 : 12),
    zero: ablation(proved ? 410 : 60),
    interchange: { questions: 500, changed: proved ? 220 : 30, moved: proved ? 207 : 11 },
  };
}

import { generateBatch } from '../../src/core/arithmetic/generator/mixedBatch';
import { contextLength, positionMeanings } from '../../src/core/arithmetic/positions';
import type { NewTensor } from '../../src/core/formats/safetensors/writeSafetensors';
import { textOf } from '../../src/core/arithmetic/vocabulary';
import { randomStream } from '../../src/core/random/stream';
import type { LabelsFile } from '../../src/core/run/labelsFile';
import type { NeuronRecord } from '../../src/core/run/neuronsFile';
import type { QualityFile } from '../../src/core/run/qualityFile';
import { writeAnalysis, type AnalysisFiles } from '../../src/store/analysisFiles';

export interface MadeAnalysisOptions {
  readonly neurons?: number;
  readonly positions?: readonly number[];
  /** Sampled questions. */
  readonly questions?: number;
  readonly seed?: number;
  /** Whether labels were looked for. */
  readonly labelled?: boolean;
}

export const MADE = { model: 'mix_d3_l2_h3_t40K_s1', digits: 3 } as const;
const OPERATIONS = { add: 40, sub: 60, mul: 0 };

/** Files of an analysis of a made-up SAE on a model of three digits; neuron n fires more, and on other digits, than n - 1. */
function madeAnalysis({
  neurons = 6,
  positions = [7, 8, 9, 10],
  questions = 120,
  seed = 1,
  labelled = true,
}: MadeAnalysisOptions = {}): AnalysisFiles {
  const { model, digits } = MADE;
  const context = contextLength(digits);
  const tokens = new Int32Array(questions * context);
  generateBatch(
    randomStream(seed, 'data', 0),
    { digits, batchSize: questions, operations: OPERATIONS, enrich: true },
    tokens,
  );
  const activations = new Float32Array(neurons * positions.length * questions);
  const noise = randomStream(seed, 'probes', 0);
  for (let cell = 0, i = 0; cell < neurons * positions.length; cell++) {
    const neuron = Math.floor(cell / positions.length);
    for (let question = 0; question < questions; question++, i++) {
      const digit = tokens[question * context + (cell % digits)]!;
      // The last neuron is dead.
      const isOn = neuron < neurons - 1 && digit <= neuron;
      activations[i] = isOn ? Math.fround(1 + digit + noise.uniform()) : 0;
    }
  }
  const names = positionMeanings(digits, 0);
  const norms = Float32Array.from({ length: neurons }, (_, neuron) => 1 + neuron / 4);
  const cells = Array.from({ length: neurons * positions.length }, (_, cell) =>
    figuresOf(activations.subarray(cell * questions, (cell + 1) * questions)),
  );
  const wholes = Array.from({ length: neurons }, (_, neuron) => {
    const perNeuron = positions.length * questions;
    return figuresOf(activations.subarray(neuron * perNeuron, (neuron + 1) * perNeuron));
  });
  const label = { task: 'SC', digit: 1, relative: null, rows: 'S', value: null } as const;
  const labels: LabelsFile = [
    {
      ...{ neuron: 0, position: positions[0]!, position_name: names[positions[0]!]!, ...label, equivalent: [] },
      ...{ auroc: 0.97, f1: 0.9, nmi: 0.6, support: 200, status: 'correlates' },
    },
  ];
  const perCell = (value: (cell: number) => number): NewTensor => ({
    shape: [neurons, positions.length],
    data: Float32Array.from(cells, (_, cell) => value(cell)),
  });
  const record = (neuron: number): NeuronRecord => ({
    neuron,
    decoder_norm: norms[neuron]!,
    ...statistics(wholes[neuron]!, norms[neuron]!),
    neighbours: [],
    logit_effects: null,
    labels: [],
    positions: positions.map((position, place) => ({
      ...{ position, position_name: names[position]! },
      ...statistics(cells[neuron * positions.length + place]!, norms[neuron]!),
      top: [{ question: textOf(tokens.subarray(0, context)), position, activation: 1 }],
      depends_on: null,
      labels: [],
      ranked: [],
    })),
  });
  const about = { model, hook: 'blocks.0.mlp.hook_post', architecture: 'topk', questions: 2 * questions, seed };
  return {
    neurons: {
      header: {
        ...about,
        digits,
        positions: positions.map((position) => ({ position, position_name: names[position]! })),
      },
      neurons: Array.from({ length: neurons }, (_, neuron) => record(neuron)),
      groups: [],
    },
    quality: quality(
      { ...about, neurons },
      wholes.reduce((sum, { density }) => sum + density, 0),
      labelled,
    ),
    labels: labelled ? labels : null,
    tags: labelled ? [] : null,
    activations: new Map<string, NewTensor>([
      ['activations', { shape: [neurons, positions.length, questions], data: activations }],
      ['tokens', { shape: [questions, context], data: tokens }],
      ['positions', { shape: [positions.length], data: Int32Array.from(positions) }],
      ['density', perCell((cell) => cells[cell]!.density)],
      ['mean', perCell((cell) => cells[cell]!.mean)],
      ['mean_active', perCell((cell) => cells[cell]!.mean_active ?? NaN)],
      ['max', perCell((cell) => cells[cell]!.max)],
      ['contribution', perCell((cell) => cells[cell]!.mean * norms[Math.floor(cell / positions.length)]!)],
      ['column_explained', perCell((cell) => (cell % 3 === 0 ? NaN : 1 / (1 + cell)))],
      ...(labelled ? [['best_auroc', perCell((cell) => 0.5 + 0.4 / (1 + cell))] as const] : []),
      ['order', { shape: [neurons], data: Int32Array.from({ length: neurons }, (_, i) => neurons - 1 - i) }],
      ['decoder_norm', { shape: [neurons], data: norms }],
      ['density_all', { shape: [neurons], data: Float32Array.from(wholes, ({ density }) => density) }],
    ]),
  };
}

/** Writes a made-up analysis; returns what was written. */
export async function writeMadeAnalysis(directory: string, options: MadeAnalysisOptions = {}): Promise<AnalysisFiles> {
  const files = madeAnalysis(options);
  await writeAnalysis(directory, MADE.model, files);
  return files;
}

function figuresOf(values: Float32Array) {
  const active = values.filter((value) => value > 0);
  const sum = active.reduce((total, value) => total + value, 0);
  return {
    density: active.length / values.length,
    mean: sum / values.length,
    mean_active: active.length === 0 ? null : sum / active.length,
    max: Math.max(0, ...active),
  };
}

function statistics(figures: ReturnType<typeof figuresOf>, norm: number) {
  return { ...figures, contribution: figures.mean * norm, histogram: { width: 1, counts: [] }, top: [], spread: [] };
}

function quality(
  about: Pick<QualityFile, 'model' | 'hook' | 'architecture' | 'neurons' | 'questions' | 'seed'>,
  l0: number,
  labelled: boolean,
): QualityFile {
  const accuracy = { all: { questions: 100, right: 99 }, classes: {} };
  const nothing = { features: 64, properties: 1, coverage: null, reconstruction: null };
  return {
    ...about,
    accuracy_questions: 100,
    provider: 'cpu',
    explained_variance: 0.9,
    explained_variance_per_position_mean: 0.8,
    mse: 0.1,
    l0,
    dead: [about.neurons - 1],
    always_on: [],
    positions: [],
    accuracy: { model: accuracy, spliced: accuracy, mean_ablated: accuracy },
    labels: labelled
      ? {
          ...{ candidates: 1, labelled: 1, proved: 0, unfinished: 0, groups: 0, groups_proved: 0 },
          coverage: { sae: nothing, random: nothing, raw: nothing },
        }
      : null,
    nodes: labelled ? [] : null,
    useful_nodes: labelled ? 0 : null,
    explained_nodes: labelled ? 0 : null,
    seconds: 1,
  };
}

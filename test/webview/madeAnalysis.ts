import { contextLength, positionMeanings } from '../../src/core/arithmetic/positions';
import { readQuestion, type Question } from '../../src/core/arithmetic/question';
import { questionClass } from '../../src/core/arithmetic/questionClass';
import { makeProbes } from '../../src/core/analysis/probes/probeSet';
import type { LabelsFile } from '../../src/core/run/labelsFile';
import type { AnalysisView, NeuronMap, NeuronView, QuestionRows } from '../../src/protocol/explorer';
import { madeGroups, madeNeuron } from './madeNeuron';
import { madeQuality } from './madeQuality';
import { activationOf, hashed, kindKey, labelAt, madeSpecies, mean, summaryOf, type MadeNeuron } from './madeSpecies';

/** A made-up analysis with all that a page can ask for. */
export interface MadeAnalysis {
  readonly view: AnalysisView;
  readonly made: readonly MadeNeuron[];
  readonly questions: readonly Question[];
  /** The activation of a neuron on a sampled question; `place` counts the positions of the SAE. */
  activation(neuron: number, place: number, question: number): number;
  /** Made on demand, as the extension reads it. */
  neuron(index: number): NeuronView;
  classMap(rows: QuestionRows): NeuronMap;
}

interface MadeOptions {
  readonly neurons?: number;
  /** Token positions of the SAE; all of the model by default. */
  readonly positions?: readonly number[];
  /** Questions whose activations are kept. */
  readonly sample?: number;
  readonly digits?: number;
  readonly seed?: number;
  /** Whether labels were looked for. */
  readonly labels?: boolean;
}

const QUESTIONS = 20_000;

/**
 * A seeded analysis whose neurons are functions of the question's digits, with noise: most say one sub-task at the
 * positions around the digit that needs it, and some are noisy, dead or always on. Statistics are those of the sample.
 */
export function madeAnalysis(options: MadeOptions = {}): MadeAnalysis {
  const { neurons = 64, sample = 400, digits = 6, seed = 1, labels = true } = options;
  const names = positionMeanings(digits, 34);
  const positions = (options.positions ?? [...names.keys()]).map((position) => ({
    position,
    position_name: names[position]!,
  }));
  const probes = makeProbes({ digits, operations: { add: 34, sub: 66, mul: 0 }, seed, count: sample });
  const questions = Array.from({ length: sample }, (_, i) =>
    readQuestion(probes.tokens, digits, i * contextLength(digits)),
  );
  const made = Array.from({ length: neurons }, (_, neuron) => madeSpecies(neuron, digits));
  const activation = (neuron: number, place: number, question: number) =>
    activationOf(made[neuron]!, positions[place]!.position, questions[question]!, [seed, neuron, place, question]);

  const all = statistics((neuron, place) => activationsAt(neuron, place, questions.keys()));
  const labelsFile = labels ? madeLabels() : null;
  const view: AnalysisView = {
    directory: '/work/.quanta/runs/made',
    name: 'made',
    model: `mix_d${digits}_l3_h4_t60K_s100003`,
    hook: 'blocks.0.mlp.hook_post',
    architecture: 'topk',
    digits,
    positions,
    neurons,
    questions: QUESTIONS,
    seed,
    map: all,
    columnExplained: Float32Array.from(all.density, (density) => (density > 0 ? 1 - density / 2 : NaN)),
    bestScore: labels ? madeScores() : null,
    decoderNorms: Float32Array.from(made, ({ decoderNorm }) => decoderNorm),
    densities: perNeuron(all.density),
    similarityOrder: Int32Array.from(
      made.map((_, i) => i).sort((a, b) => kindKey(made[a]!).localeCompare(kindKey(made[b]!)) || a - b),
    ),
    labels: labelsFile,
    groups: labels ? madeGroups(made, positions, digits) : [],
    quality: madeQuality({ made, positions, labels: labelsFile, density: all.density, digits }),
    sampleTokens: probes.tokens,
  };
  const analysis: MadeAnalysis = {
    view,
    made,
    questions,
    activation,
    neuron: (index) => madeNeuron(analysis, index),
    classMap: (rows) => {
      const members = [...questions.keys()].filter((i) => questionClass(questions[i]!) === rows);
      return statistics((neuron, place) => activationsAt(neuron, place, members));
    },
  };
  return analysis;

  function activationsAt(neuron: number, place: number, members: Iterable<number>): Float32Array {
    return Float32Array.from(members, (question) => activation(neuron, place, question));
  }

  function statistics(valuesOf: (neuron: number, place: number) => Float32Array): NeuronMap {
    const map = Object.fromEntries(
      ['density', 'mean', 'mean_active', 'max', 'contribution'].map((name) => [
        name,
        new Float32Array(neurons * positions.length),
      ]),
    ) as Record<keyof NeuronMap, Float32Array>;
    for (let cell = 0; cell < neurons * positions.length; cell++) {
      const neuron = Math.floor(cell / positions.length);
      const summary = summaryOf(valuesOf(neuron, cell % positions.length));
      map.density[cell] = summary.density;
      map.mean[cell] = summary.mean;
      map.mean_active[cell] = summary.meanActive;
      map.max[cell] = summary.max;
      map.contribution[cell] = summary.mean * made[neuron]!.decoderNorm;
    }
    return map;
  }

  function perNeuron(map: Float32Array): Float32Array {
    const width = positions.length;
    return Float32Array.from(made, (_, i) => mean(map.subarray(i * width, (i + 1) * width)));
  }

  function madeLabels(): LabelsFile {
    const found = made.flatMap(({ planted }, neuron) =>
      positions
        .filter(({ position }) => planted?.positions.includes(position))
        .map((at) => ({ neuron, ...at, ...labelAt(planted!, at.position, digits), equivalent: [], ...scores(neuron) })),
    );
    return found.sort((a, b) => b.auroc - a.auroc);
  }

  function scores(neuron: number) {
    const { planted } = made[neuron]!;
    const auroc =
      planted!.status === 'proved' ? 0.97 + 0.03 * hashed(seed, neuron) : 0.92 + 0.04 * hashed(seed, neuron);
    return { auroc, f1: auroc - 0.05, nmi: auroc - 0.3, support: 812 + neuron, status: planted!.status };
  }

  function madeScores(): Float32Array {
    return Float32Array.from({ length: neurons * positions.length }, (_, cell) => {
      const neuron = Math.floor(cell / positions.length);
      const { planted, kind } = made[neuron]!;
      if (kind === 'dead') return 0.5;
      const labelled = planted?.positions.includes(positions[cell % positions.length]!.position);
      return labelled ? scores(neuron).auroc : 0.5 + 0.3 * hashed(seed, neuron, cell);
    });
  }
}

import { complexityTags } from '../../src/core/arithmetic/questionClass';
import { isOfWholeQuestion } from '../../src/core/analysis/variable';
import type { LabelsFile } from '../../src/core/run/labelsFile';
import type { QualityFile } from '../../src/core/run/qualityFile';
import type { AnalysisView, ModelView } from '../../src/protocol/explorer';
import { hashed, type MadeNeuron } from './madeSpecies';

interface QualityParts {
  readonly made: readonly MadeNeuron[];
  readonly positions: AnalysisView['positions'];
  readonly labels: LabelsFile | null;
  /** [neurons, positions] */
  readonly density: Float32Array;
  readonly digits: number;
}

const ASKED = 15;
const CLASSES = Object.values(complexityTags).flat();

/** How good a made-up SAE is, with figures like those of a trained one. */
export function madeQuality({ made, positions, labels, density, digits }: QualityParts): QualityFile {
  const ofKind = (kind: MadeNeuron['kind']) => [...made.keys()].filter((i) => made[i]!.kind === kind);
  const l0 = positions.map((_, place) =>
    made.reduce((sum, __, neuron) => sum + density[neuron * positions.length + place]!, 0),
  );
  const proved = labels?.filter(({ status }) => status === 'proved') ?? [];
  const nodes = labels && positions.map((at) => nodeAt(at, labels, digits));
  return {
    model: `mix_d${digits}_l3_h4_t60K_s100003`,
    hook: 'blocks.0.mlp.hook_post',
    architecture: 'topk',
    neurons: made.length,
    questions: 20_000,
    accuracy_questions: 2000,
    seed: 1,
    provider: 'cpu',
    explained_variance: 0.9473,
    explained_variance_per_position_mean: 0.8812,
    mse: 0.00412,
    l0: l0.reduce((sum, value) => sum + value, 0) / l0.length,
    dead: ofKind('dead'),
    always_on: ofKind('always on'),
    positions: positions.map((at, place) => ({
      ...at,
      // Before the operator only some activations differ at all.
      explained_variance: place === 0 ? null : 0.7 + 0.29 * hashed(place, 5),
      l0: l0[place]!,
    })),
    accuracy: {
      model: accuracies(() => 1),
      spliced: accuracies((tag) => 0.99 - 0.06 * Number(tag[1])),
      mean_ablated: accuracies((tag) => Math.max(0.4 - 0.1 * Number(tag[1]), 0)),
    },
    labels: labels && {
      candidates: labels.length + 40,
      labelled: labels.length,
      proved: proved.length,
      unfinished: 0,
      groups: 5,
      groups_proved: 4,
      coverage: {
        sae: { features: 64, properties: 212, coverage: 0.713, reconstruction: 0.542 },
        random: { features: 64, properties: 212, coverage: 0.466, reconstruction: 0.081 },
        raw: { features: 64, properties: 212, coverage: 0.678, reconstruction: 0.397 },
      },
    },
    nodes,
    useful_nodes: nodes?.filter(({ useful }) => useful).length ?? null,
    explained_nodes: nodes?.filter(({ explained }) => explained).length ?? null,
    seconds: 142.3,
  };
}

function accuracies(shareOf: (tag: string) => number): QualityFile['accuracy']['model'] {
  const classes = Object.fromEntries(
    CLASSES.map((tag) => [tag, { questions: 143, right: Math.round(143 * shareOf(tag)) }]),
  );
  const sum = (of: 'questions' | 'right') => Object.values(classes).reduce((total, figures) => total + figures[of], 0);
  return { all: { questions: sum('questions'), right: sum('right') }, classes };
}

function nodeAt(
  at: AnalysisView['positions'][number],
  labels: LabelsFile,
  digits: number,
): NonNullable<QualityFile['nodes']>[number] {
  const useful = at.position > digits && at.position < 3 * digits + 3;
  const proved = labels.filter(({ position, status }) => position === at.position && status === 'proved');
  const share = useful ? (proved.length === 0 ? 0.1 : 0.4 + 0.5 * hashed(at.position)) : null;
  const failures = useful ? Math.round(2 + 180 * hashed(at.position, 3)) : 0;
  const predicted = Math.min(Math.max(3 * digits + 2 - at.position, 0), digits);
  return {
    layer: 0,
    ...at,
    failures,
    fail_percent: (100 * failures) / (ASKED * 20),
    impact: useful ? `A${predicted}${predicted > 1 ? predicted - 1 : ''}` : '',
    by_class: useful ? { S1: Math.ceil(failures / 2), M1: Math.floor(failures / 2) } : {},
    useful,
    explained_share: share,
    explained: share === null ? null : share >= 0.5,
    labels: proved.map(({ neuron, task, digit, relative, rows, value }) => ({
      ...{ task, digit, relative, rows, value },
      neurons: [neuron],
    })),
  };
}

/** The model of a made-up analysis, of which a second SAE, of layer 1, has been analysed, too. */
export function madeModel({ directory, name, hook, model, positions, quality, digits }: AnalysisView): ModelView {
  const other = { directory: '/work/.quanta/runs/second', name: 'second', hook: 'blocks.1.mlp.hook_post' };
  const nodes = (quality.nodes ?? []).flatMap((node) =>
    [0, 1].map((layer) => {
      const isUseful = node.useful && hashed(node.position, layer) < (layer === 0 ? 0.9 : 0.5);
      const isExplained = isUseful && node.explained === true && (layer === 0 || node.position % 2 === 0);
      return {
        layer,
        position: node.position,
        position_name: node.position_name,
        failures: isUseful ? node.failures : 0,
        fail_percent: isUseful ? node.fail_percent : 0,
        impact: isUseful ? node.impact : '',
        useful: isUseful,
        explained: isExplained,
        explained_share: isUseful ? node.explained_share : null,
        labels: node.labels.slice(layer).map((label) => ({
          text: isOfWholeQuestion(label.task as 'OPR') ? label.task : `A${label.digit}.${label.task}`,
          rows: label.rows,
          neurons: label.neurons,
          directory: layer === 0 ? directory : other.directory,
          status: 'proved' as const,
        })),
      };
    }),
  );
  return {
    model,
    layers: 3,
    positionNames: positions.length === 3 * digits + 4 ? positions.map(({ position_name }) => position_name) : [],
    nodes,
    useful: nodes.filter(({ useful }) => useful).length,
    explained: nodes.filter(({ explained }) => explained).length,
    analyses: [{ directory, name, hook }, other],
  };
}

import { decoderNeighbours, decoderNorms, logitEffects } from '../../core/analysis/statistics/decoder';
import type { NeuronRecord, NeuronsContent } from '../../core/run/neuronsFile';
import { hookName } from '../../core/transformer/hooks';
import type { Analysis } from './analyseSae';
import {
  foundLabelRecord,
  groupRecord,
  labelRecord,
  probeText,
  type JudgedLabel,
  type LabelFacts,
} from './labelRecords';
import { isLabel } from './proofCases';
import { rounded } from './rounded';
import { saeSizes, type Subject } from './subject';

type Statistics = ReturnType<Analysis['measured']['statistics']['of']>;

const NEIGHBOURS = 5;
/** Examples that are written of a neuron at one position. */
const AT_POSITION = { top: 8, spread: 4 };

/** The content of `neurons.json`; the neurons are made as they are asked for. */
export function neuronsContent(analysis: Analysis, judged: readonly JudgedLabel[], facts: LabelFacts): NeuronsContent {
  const { subject, probes, proofs, seed } = analysis;
  const { site, sae, model } = subject;
  return {
    header: {
      model: model.name,
      hook: hookName(site.layer, site.hook),
      architecture: sae.architecture,
      digits: model.digits,
      positions: site.positions.map((position) => ({ position, position_name: facts.positionNames[position]! })),
      questions: probes.count,
      seed,
    },
    neurons: { [Symbol.iterator]: () => neuronRecords(analysis, judged, facts) },
    groups: (proofs?.groups ?? []).flatMap((group) => {
      const verdict = proofs!.verdicts.get(group);
      return verdict?.evidence && isLabel(group, verdict)
        ? [groupRecord([group, verdict], verdict.evidence, facts)]
        : [];
    }),
  };
}

function* neuronRecords(
  analysis: Analysis,
  judged: readonly JudgedLabel[],
  facts: LabelFacts,
): Generator<NeuronRecord> {
  const { subject, measured } = analysis;
  const { site, sae } = subject;
  const { neurons } = saeSizes(sae);
  const norms = decoderNorms(sae.W_dec);
  const neighbours = decoderNeighbours(sae.W_dec, NEIGHBOURS);
  const effects = directEffects(subject);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const own = judged.filter(({ located }) => located.found.neuron === neuron);
    yield {
      neuron,
      decoder_norm: rounded(norms[neuron]!),
      ...statisticsRecord(measured.statistics.of(neuron), norms[neuron]!, analysis, facts),
      neighbours: neighbours[neuron]!.map(({ neuron: other, cosine }) => ({
        neuron: other,
        cosine: rounded(cosine),
      })),
      logit_effects: effects && [...effects.subarray(...rowOf(neuron, effects.length / neurons))].map(rounded),
      labels: own.filter(({ located }) => located.position === null).map((label) => foundLabelRecord(label, facts)),
      positions: site.positions.map((_, place) => positionRecord(analysis, neuron, place, norms[neuron]!, own, facts)),
    };
  }
}

function positionRecord(
  analysis: Analysis,
  neuron: number,
  place: number,
  norm: number,
  judged: readonly JudgedLabel[],
  facts: LabelFacts,
): NeuronRecord['positions'][number] {
  const position = analysis.subject.site.positions[place]!;
  const statistics = analysis.measured.statistics.at(neuron, place);
  const few = {
    ...statistics,
    top: statistics.top.slice(0, AT_POSITION.top),
    spread: statistics.spread.slice(0, AT_POSITION.spread),
  };
  const dependence = analysis.dependences[place]![neuron] ?? null;
  const ranked = analysis.proofs?.labels.ranked[place]![neuron] ?? [];
  return {
    position,
    position_name: facts.positionNames[position]!,
    ...statisticsRecord(few, norm, analysis, facts),
    depends_on: dependence && { digit: dependence.digit, explained: rounded(dependence.explained) },
    labels: judged
      .filter(({ located }) => located.position === position)
      .map((label) => foundLabelRecord(label, facts)),
    ranked: ranked.map(({ label, value, auroc }) => ({ ...labelRecord(label, value), auroc: rounded(auroc) })),
  };
}

function statisticsRecord(
  { density, mean, mean_active, max, histogram, top, spread }: Statistics,
  norm: number,
  { subject }: Analysis,
  facts: LabelFacts,
) {
  const examples = (found: Statistics['top']) =>
    found.map(({ question, position, activation }) => ({
      question: probeText(facts, question),
      position: subject.site.positions[position]!,
      activation: rounded(activation),
    }));
  return {
    density: rounded(density),
    mean: rounded(mean),
    mean_active: density === 0 || mean_active === null ? null : rounded(mean_active),
    max: rounded(max),
    contribution: rounded(mean * norm),
    histogram: { width: histogram.width, counts: [...histogram.counts] },
    top: examples(top),
    spread: examples(spread),
  };
}

/** Direct effects of the neurons on the logits; null at hooks whose activations do not add to the residual stream. */
function directEffects({ transformer: { weights }, site: { layer, hook }, sae }: Subject) {
  if (hook === 'mlp.hook_pre') return null;
  const effects = logitEffects({
    W_dec: sae.W_dec,
    ...(hook === 'mlp.hook_post' && { W_out: weights.get(hookName(layer, 'mlp.W_out'))! }),
    lnWeight: weights.get('ln_final.w')!,
    W_U: weights.get('unembed.W_U')!,
  });
  return effects.data;
}

function rowOf(row: number, width: number): [from: number, to: number] {
  return [row * width, (row + 1) * width];
}

import { meanCoverage } from '../../core/analysis/scores/board';
import { positionMeanings } from '../../core/arithmetic/positions';
import type { QualityFile } from '../../core/run/qualityFile';
import { hookName } from '../../core/transformer/hooks';
import type { AnalysisFiles } from '../../store/analysisFiles';
import { activationTensors } from './activationTensors';
import type { Analysis, Proofs } from './analyseSae';
import type { AccuracyFigures } from './evaluation';
import { labelsEntry, mathsTags, type JudgedLabel, type LabelFacts } from './labelRecords';
import { neuronsContent } from './neuronRecords';
import { nodeRecord } from './nodeRecords';
import { isLabel, isTried } from './proofCases';
import { rounded } from './rounded';
import { saeSizes } from './subject';

/** An analysis in the form in which it is written. */
export function filesOf(analysis: Analysis): AnalysisFiles {
  const { subject, probes, proofs } = analysis;
  const facts: LabelFacts = {
    digits: subject.model.digits,
    positionNames: positionMeanings(subject.model.digits, 0),
    poolSize: proofs?.pool.questions.length ?? 0,
    tokens: probes.tokens,
  };
  const judged = proofs ? judgedLabels(proofs) : null;
  return {
    neurons: neuronsContent(analysis, judged ?? [], facts),
    quality: qualityOf(analysis, facts),
    labels: judged?.map((label) => labelsEntry(label, facts)) ?? null,
    tags: proofs && mathsTags(subject.site.layer, provedCases(proofs)),
    activations: activationTensors(analysis),
  };
}

function judgedLabels({ labels, single, verdicts }: Proofs): JudgedLabel[] {
  return labels.labels.flatMap((located, i) => {
    const verdict = verdicts.get(single[i]!);
    return isLabel(single[i]!, verdict) ? [{ located, verdict }] : [];
  });
}

function provedCases({ verdicts }: Proofs) {
  return [...verdicts].filter(([, { isProved }]) => isProved);
}

function qualityOf(analysis: Analysis, facts: LabelFacts): QualityFile {
  const { subject, probes, measured, evaluation, proofs, seed, provider } = analysis;
  const { quality, statistics } = measured;
  const { positions, layer, hook } = subject.site;
  const nodes = proofs?.nodes.map((node) => nodeRecord(node, facts)) ?? null;
  const orNull = (value: number | null) => (value === null ? null : rounded(value));
  return {
    model: subject.model.name,
    hook: hookName(layer, hook),
    architecture: subject.sae.architecture,
    neurons: saeSizes(subject.sae).neurons,
    questions: probes.count,
    accuracy_questions: analysis.evaluated,
    seed,
    provider,
    explained_variance: orNull(quality.explained_variance),
    explained_variance_per_position_mean: orNull(quality.explained_variance_per_position_mean),
    mse: rounded(quality.mse),
    l0: rounded(statistics.l0All()),
    dead: statistics.dead(),
    always_on: statistics.alwaysOn(),
    positions: positions.map((position, place) => ({
      position,
      position_name: facts.positionNames[position]!,
      explained_variance: orNull(quality.by_position[place]!),
      l0: rounded(statistics.l0(place)),
    })),
    accuracy: {
      model: accuracyRecord(evaluation.model),
      spliced: accuracyRecord(evaluation.spliced),
      mean_ablated: accuracyRecord(evaluation.meanAblated),
    },
    labels: proofs && labelFigures(proofs),
    nodes,
    useful_nodes: nodes?.filter(({ useful }) => useful).length ?? null,
    explained_nodes: nodes?.filter(({ explained }) => explained).length ?? null,
    seconds: rounded(analysis.seconds),
  };
}

function accuracyRecord({ all, classes }: AccuracyFigures): QualityFile['accuracy']['model'] {
  return { all, classes: { ...classes } };
}

function labelFigures({ labels, single, groups, verdicts }: Proofs): QualityFile['labels'] {
  const proved = (cases: Proofs['single']) => cases.filter((each) => verdicts.get(each)?.isProved).length;
  const written = (cases: Proofs['single']) => cases.filter((each) => isLabel(each, verdicts.get(each)));
  const coverage = (of: 'sae' | 'random' | 'raw') => {
    const { properties, ...means } = meanCoverage(labels.coverage.map((at) => at[of]));
    // Where nothing can be told at any position, there are no means.
    const [covered, reconstructed] = [means.coverage, means.reconstruction].map((mean) =>
      Number.isFinite(mean) ? rounded(mean) : null,
    ) as [number | null, number | null];
    return { features: labels.features[of], properties, coverage: covered, reconstruction: reconstructed };
  };
  return {
    candidates: single.length,
    labelled: written(single).length,
    proved: proved(single),
    unfinished: single.filter((each) => isTried(each) && !verdicts.has(each)).length,
    groups: written(groups).length,
    groups_proved: proved(groups),
    coverage: { sae: coverage('sae'), random: coverage('random'), raw: coverage('raw') },
  };
}

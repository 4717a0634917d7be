import { isInRows, labelText, type Label } from '../../core/analysis/label';
import type { AblationEffect, Evidence } from '../../core/analysis/proof/criteria';
import { isOfWholeQuestion, taskValues, valueOf } from '../../core/analysis/variable';
import { questionText, readQuestion } from '../../core/arithmetic/question';
import { contextLength } from '../../core/arithmetic/positions';
import { questionClass } from '../../core/arithmetic/questionClass';
import type { AnalysedLabel, ProofRecord } from '../../core/run/analysedLabel';
import type { LabelsFile } from '../../core/run/labelsFile';
import type { MathsTags } from '../../core/run/mathsTags';
import type { FoundLabelRecord, NeuronGroup } from '../../core/run/neuronsFile';
import type { LocatedLabel } from './labeller';
import type { ProofCase, Verdict } from './proofCases';
import { rounded } from './rounded';

/** What is needed to write labels down. */
export interface LabelFacts {
  readonly digits: number;
  readonly positionNames: readonly string[];
  /** Questions put to the proof. */
  readonly poolSize: number;
  /** Probe questions with their answers; [questions, 3d + 4]. */
  readonly tokens: Int32Array;
}

/** A label that was found, and what became of its proof; undefined where the time did not allow one. */
export interface JudgedLabel {
  readonly located: LocatedLabel;
  readonly verdict: Verdict | undefined;
}

export function labelRecord({ task, digit, relative, rows }: Label, value: number | null): AnalysedLabel {
  return { task, digit, relative, rows, value: taskValues(task).length === 2 ? null : value };
}

/** An entry of `labels.json`. */
export function labelsEntry(judged: JudgedLabel, facts: LabelFacts): LabelsFile[number] {
  const { position, found } = judged.located;
  const position_name = position === null ? null : facts.positionNames[position]!;
  return { neuron: found.neuron, position, position_name, ...judgement(judged, facts) };
}

/** The same label with all that speaks for it and against it, as `neurons.json` has it. */
export function foundLabelRecord(judged: JudgedLabel, facts: LabelFacts): FoundLabelRecord {
  const { found, counterExamples } = judged.located;
  const { token_nmi, conditional_nmi, permutation_p, random_auroc, raw_auroc, failed } = found.controls;
  return {
    ...judgement(judged, facts),
    strength: found.strength,
    direction: found.direction,
    threshold: rounded(found.threshold),
    precision: rounded(found.precision),
    recall: rounded(found.recall),
    tied: found.tied.map(({ label: { task, digit, relative, rows }, auroc }) => ({
      ...{ task, digit, relative, rows },
      auroc: rounded(auroc),
    })),
    controls: {
      token_nmi: rounded(token_nmi),
      conditional_nmi: rounded(conditional_nmi),
      permutation_p: rounded(permutation_p),
      random_auroc: rounded(random_auroc),
      raw_auroc: rounded(raw_auroc),
      failed: [...failed],
    },
    proof: judged.verdict?.evidence ? proofRecord(judged.verdict.evidence, facts) : null,
    counter_examples: counterExamples.map(({ question, activation, ...rest }) => ({
      question: probeText(facts, question),
      activation: rounded(activation),
      ...rest,
    })),
  };
}

/**
 * A label under the name that its proof gives it, with all that say the same of the probe questions, and its scores:
 * where another reading than the first was proved, that one is named.
 */
function judgement({ located: { found }, verdict }: JudgedLabel, facts: LabelFacts) {
  const first = labelRecord(found.label, found.value);
  const label = verdict ? labelRecord(verdict.reading.label, verdict.reading.value) : first;
  const others = found.equivalent.map((other) => labelRecord(other, sameValue(found, other, facts)));
  const isSame = (a: AnalysedLabel, b: AnalysedLabel) => a.task === b.task && a.value === b.value;
  return {
    ...label,
    equivalent: [first, ...others].filter((other) => !isSame(other, label)),
    auroc: rounded(found.auroc),
    f1: rounded(found.f1),
    nmi: rounded(found.nmi),
    support: found.support,
    status: verdict?.isProved ? ('proved' as const) : ('correlates' as const),
  };
}

/** The value that an equivalent task has where a label has its own: ND is 7 where MD is 3. */
function sameValue({ label, value }: LocatedLabel['found'], other: Label, { tokens, digits }: LabelFacts): number {
  const context = contextLength(digits);
  const of = ({ task, digit }: Label) => ({ task, digit: isOfWholeQuestion(task) ? null : (digit ?? 0) });
  for (let offset = 0; offset < tokens.length; offset += context) {
    const question = readQuestion(tokens, digits, offset);
    if (!isInRows(questionClass(question), label.rows) || valueOf(question, of(label)) !== value) continue;
    return valueOf(question, of(other))!;
  }
  return value;
}

/** The text of a probe question. */
export function probeText({ tokens, digits }: Pick<LabelFacts, 'tokens' | 'digits'>, question: number): string {
  return questionText(readQuestion(tokens, digits, question * contextLength(digits)));
}

/** Neurons that share a label, as `neurons.json` has them. */
export function groupRecord(
  [{ neurons, position, column }, verdict]: readonly [ProofCase, Verdict],
  evidence: Evidence,
  facts: LabelFacts,
): NeuronGroup {
  return {
    position,
    position_name: position === null ? null : facts.positionNames[position]!,
    ...labelRecord(verdict.reading.label, verdict.reading.value),
    neurons: [...neurons],
    column: column ?? null,
    status: verdict.isProved ? 'proved' : 'correlates',
    proof: proofRecord(evidence, facts),
  };
}

function proofRecord({ mean, zero, interchange }: Evidence, { poolSize }: LabelFacts): ProofRecord {
  const ablation = ({ failures, wrong, needed, neededTogether, byClass, randomFailures }: AblationEffect) => ({
    failures,
    wrong: byDigit(wrong),
    needed: byDigit(needed),
    needed_together: neededTogether ? byDigit(neededTogether) : null,
    by_class: byClass,
    random_failures: randomFailures,
  });
  return { questions: poolSize, mean: ablation(mean), zero: ablation(zero), interchange };
}

/** Counts under the digits' names, the highest first, without those that are 0. */
function byDigit(counts: readonly number[]): Record<string, number> {
  const entries = counts.map((count, n) => [`A${n}`, count] as const).filter(([, count]) => count > 0);
  return Object.fromEntries(entries.reverse());
}

/** Proved labels in the form of the literature's library, one entry per node. */
export function mathsTags(layer: number, proved: Iterable<readonly [ProofCase, Verdict]>): MathsTags {
  const byPosition = new Map<number, Set<string>>();
  for (const [{ position }, { reading }] of proved) {
    if (position === null) continue;
    const tags = byPosition.get(position) ?? new Set<string>();
    byPosition.set(position, tags.add(`Algo:${labelText(reading.label)}.SAE`));
  }
  return [...byPosition]
    .sort(([a], [b]) => a - b)
    .map(([position, tags]) => ({ position, layer, is_head: false, num: 0, tags: [...tags].sort() }));
}

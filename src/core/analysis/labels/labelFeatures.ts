import type { RandomStream } from '../../random/stream';
import type { Label } from '../label';
import type { Direction } from '../scores/binary';
import { Board, type Coverage, type Features } from '../scores/board';
import { ColumnScorer, FEWEST_ROWS } from '../scores/columnScorer';
import { PermutationNull } from '../scores/permutationNull';
import type { Truth } from '../truth/truth';
import { Baseline, exceeds } from './baseline';
import { bestOther, chooseCut, measure, type Measures, type OtherScore } from './measure';
import { chooseLabels, ENOUGH_NMI, explainsMore, MARGIN, rankLabels, STRONG_AUROC, WEAK_AUROC } from './rank';
import type { Choice, RankedLabel } from './rank';

/** What a label has to stand up to, beyond its score. */
type ControlName = 'token' | 'permutation' | 'random direction' | 'other variable';

interface Controls {
  /** The token at the position alone, and the feature beyond it, as shares of the label's entropy. */
  readonly token_nmi: number;
  readonly conditional_nmi: number;
  /** How often a feature that has nothing to do with any label scores as well on one. */
  readonly permutation_p: number;
  /** The AUROC of the best of the random directions, and one that they hardly exceed; the same of `explained`. */
  readonly random_auroc: number;
  readonly random_limit: number;
  readonly random_share_limit: number;
  /** The AUROC of the best of the raw neurons. */
  readonly raw_auroc: number;
  /** What else the feature tells best of what needs no arithmetic. */
  readonly best_other: OtherScore | null;
  readonly failed: readonly ControlName[];
}

/** A label that was chosen for a feature, measured on questions that had no part in the choice. */
export interface FoundLabel extends Omit<Measures, 'token_nmi' | 'conditional_nmi'> {
  readonly neuron: number;
  readonly label: Label;
  /** What cannot be told from it, or not on some of its rows. */
  readonly equivalent: readonly Label[];
  /** The value that the feature tells best: 1 of what says whether. */
  readonly value: number;
  readonly direction: Direction;
  readonly threshold: number;
  readonly strength: 'strong' | 'weak';
  /** Other labels that do about as well. */
  readonly tied: readonly { readonly label: Label; readonly auroc: number }[];
  readonly controls: Controls;
}

/** A label and its AUROC on the rows on which labels are chosen. */
export interface LabelScore {
  readonly label: Label;
  /** The task's value that is told best. */
  readonly value: number;
  readonly auroc: number;
}

export interface FeatureLabels {
  /** The best first; those that fail a control are among them. */
  readonly labels: readonly FoundLabel[];
  /** Per neuron the labels that it tells best, whether well or not. */
  readonly ranked: readonly (readonly LabelScore[])[];
  readonly coverage: { readonly sae: Coverage; readonly random: Coverage; readonly raw: Coverage };
}

/** Given the token, a feature has to tell this share of a label's entropy. */
const ENOUGH_BEYOND_TOKEN = 0.1;
const SIGNIFICANT = 0.01;
/** A single value of several is a label only where the feature is active hardly anywhere else. */
const SINGLE_VALUE_F1 = 0.8;
/**
 * So many standard deviations of its AUROC are exceeded by one random direction in 150 000. A share of variance needs
 * more, since a neuron that is active on one side of a label only has less variance there than a direction.
 */
const UNLIKELY = 4.5;
const UNLIKELY_SHARE = 7;
/** How many labels are named of each neuron. */
const RANKED = 3;

/**
 * What each feature tells at a position, or at several together: chosen on one half of the rows, measured on the other.
 *
 * @param random random directions in the space that the features read, without a nonlinearity
 * @param raw the neurons that the features read
 * @param stream shuffles rows
 */
export function labelFeatures(
  truth: Truth,
  { features, random, raw }: { readonly features: Features; readonly random: Features; readonly raw: Features },
  stream: RandomStream,
): FeatureLabels {
  const scorer = new ColumnScorer(truth.selection);
  const board = new Board(scorer);
  const ranked: LabelScore[][] = [];
  const chosen: { neuron: number; choice: Choice }[] = [];
  for (let neuron = 0; neuron < features.count; neuron++) {
    const scores = scorer.score(features.values(neuron));
    board.add(neuron, scores);
    ranked.push(bestOf(rankLabels(scorer, scores), RANKED));
    chosen.push(...chooseLabels(scorer, scores).map((choice) => ({ neuron, choice })));
  }
  const [randomBaseline, rawBaseline] = [random, raw].map((other) => new Baseline(other, scorer, truth.heldOut)) as [
    Baseline,
    Baseline,
  ];
  const shuffled = chosen.length === 0 ? undefined : new PermutationNull(truth.heldOut, stream);
  const labels = chosen.flatMap(({ neuron, choice }) => found(neuron, choice) ?? []);
  return {
    labels: labels.sort((a, b) => b.auroc - a.auroc),
    ranked,
    coverage: {
      sae: board.measure(features, truth.heldOut),
      random: randomBaseline.coverage,
      raw: rawBaseline.coverage,
    },
  };

  function bestOf(all: readonly RankedLabel[], count: number): LabelScore[] {
    return all.slice(0, count).map(({ label, auroc, target, column }) => {
      const value = truth.selection[column]!.values[scorer.targets[target]!.code]!;
      return { label, value, auroc };
    });
  }

  /** A choice as it turns out on other rows; undefined where it is none there. */
  function found(neuron: number, { chosen, columns, tied }: Choice): FoundLabel | undefined {
    const { code } = scorer.targets[chosen.target]!;
    const values = features.values(neuron);
    const cut = chooseCut(values, truth.selection[chosen.column]!, code, chosen.direction);
    const column = truth.heldOut[chosen.column]!;
    const { token_nmi, conditional_nmi, ...measures } = measure(values, column, code, cut, truth.tokens);
    const { auroc, support } = measures;
    const others = column.rows.length - support;
    if (Math.min(support, others) < FEWEST_ROWS || !holds(measures, chosen.isOfSeveral)) return undefined;
    const controls = {
      token_nmi,
      conditional_nmi,
      permutation_p: shuffled!.pValue(auroc, support, others),
      best_other: bestOther(values, column.rows, truth.others),
      random_auroc: randomBaseline.bestAuroc(chosen.target, chosen.column, code),
      random_limit: randomBaseline.limit(chosen.target, UNLIKELY),
      random_share_limit: randomBaseline.shareLimit(chosen.column, UNLIKELY_SHARE),
      raw_auroc: rawBaseline.bestAuroc(chosen.target, chosen.column, code),
    };
    return {
      neuron,
      label: chosen.label,
      equivalent: columns.flatMap((alike) => truth.heldOut[alike]!.equivalent),
      value: column.values[code]!,
      ...cut,
      ...measures,
      strength: auroc >= STRONG_AUROC ? 'strong' : 'weak',
      tied: bestOf(tied, RANKED - 1),
      controls: { ...controls, failed: failedControls(measures, controls) },
    };
  }
}

function failedControls(
  { auroc, nmi, explained }: Pick<Measures, 'auroc' | 'nmi' | 'explained'>,
  controls: Omit<Controls, 'failed'>,
): ControlName[] {
  const { token_nmi, conditional_nmi, permutation_p, random_auroc, random_limit, random_share_limit, best_other } =
    controls;
  const isFailed: Record<ControlName, boolean> = {
    token: nmi <= token_nmi || conditional_nmi < ENOUGH_BEYOND_TOKEN,
    permutation: permutation_p > SIGNIFICANT,
    'random direction': (auroc <= random_auroc || !exceeds(auroc, random_limit)) && explained <= random_share_limit,
    'other variable':
      best_other !== null &&
      (best_other.auroc >= auroc + MARGIN ||
        (best_other.auroc > auroc - MARGIN && explainsMore(best_other.explained, explained))),
  };
  return (Object.keys(isFailed) as ControlName[]).filter((control) => isFailed[control]);
}

/** Whether a label that was chosen is still one on other rows. */
function holds({ auroc, nmi, f1 }: Pick<Measures, 'auroc' | 'nmi' | 'f1'>, isOfSeveral: boolean): boolean {
  if (nmi >= ENOUGH_NMI) return true;
  return isOfSeveral ? auroc >= STRONG_AUROC && f1 >= SINGLE_VALUE_F1 : auroc >= WEAK_AUROC;
}

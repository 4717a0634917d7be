import { areDisjoint, comparePreference, ROWS, type Label, type Rows } from '../label';
import type { Direction } from '../scores/binary';
import type { ColumnScorer, FeatureScores } from '../scores/columnScorer';
import type { TaskName } from '../variable';

/** A label with how well a feature tells it on the rows on which labels are chosen. */
export interface RankedLabel {
  /** Index of the column, and of the target: its value that the feature tells best. */
  readonly column: number;
  readonly target: number;
  readonly label: Label;
  readonly auroc: number;
  readonly direction: Direction;
  readonly nmi: number;
  readonly explained: number;
  /** Whether the task has more than two values, and on which share of the rows it has the target's. */
  readonly isOfSeveral: boolean;
  readonly share: number;
}

/** A task of a column on the widest rows on which the feature tells it, and on others. */
interface Family {
  readonly ranked: RankedLabel;
  readonly onRows: ReadonlyMap<Rows, RankedLabel>;
}

/** A label that was chosen, and others that do about as well. */
export interface Choice {
  readonly chosen: RankedLabel;
  /** Columns of the same label on narrower rows, which the feature tells about as well, and its own. */
  readonly columns: readonly number[];
  readonly tied: readonly RankedLabel[];
}

/** Tasks that are the same condition where both are asked for, though only one of them is on some rows. */
const SAME_CONDITION: Partial<Record<TaskName, TaskName>> = { NZ: 'MZ', NT: 'MT', ND: 'MD', NB: 'GT' };

/** What makes a label worth looking at: an AUROC, or else a share of its entropy. */
export const WEAK_AUROC = 0.9;
export const STRONG_AUROC = 0.95;
export const ENOUGH_NMI = 0.5;
/** AUROCs of two labels that differ by less are about the same. */
export const MARGIN = 0.02;
/** The same of one label on different rows, or of its different values. */
const OWN_MARGIN = 0.01;
/** A single value of several is no label where fewer of the rows have it: many directions single out rare extremes. */
const RAREST_SHARE = 0.05;
/** Of the variance that a label leaves, one that is not preferred to it has to explain this share, to be named instead. */
const BETTER_SHARE = 0.25;

/** One entry per task and column, on the rows on which it is told best; the best first. */
export function rankLabels(scorer: ColumnScorer, scores: FeatureScores): RankedLabel[] {
  return familiesOf(scorer, scores).map(({ ranked }) => ranked);
}

function familiesOf({ columns, targets }: ColumnScorer, scores: FeatureScores): Family[] {
  const best = new Map<number, RankedLabel>();
  for (const [target, { column, positives, negatives }] of targets.entries()) {
    const above = scores.auroc[target]!;
    const auroc = Math.max(above, 1 - above);
    const direction = above >= 0.5 ? 1 : -1;
    if (!isToldBetter({ auroc, direction }, best.get(column))) continue;
    const { label, values } = columns[column]!;
    best.set(column, {
      column,
      target,
      label,
      auroc,
      direction,
      nmi: scores.nmi[column]!,
      explained: scores.explained[column]!,
      isOfSeveral: values.length > 2,
      share: positives / (positives + negatives),
    });
  }
  const families = new Map<string, RankedLabel[]>();
  for (const ranked of best.values()) {
    const { task, digit, relative } = ranked.label;
    const key = `${SAME_CONDITION[task] ?? task} ${digit} ${relative}`;
    families.set(key, [...(families.get(key) ?? []), ranked]);
  }
  return [...families.values()]
    .map((family) => ({ ranked: widest(family), onRows: new Map(family.map((entry) => [entry.label.rows, entry])) }))
    .sort((a, b) => b.ranked.auroc - a.ranked.auroc);
}

/** Whether one value of a column is told better than another; about as well, the one for which the feature is active. */
function isToldBetter(one: Pick<RankedLabel, 'auroc' | 'direction'>, than: RankedLabel | undefined): boolean {
  if (than === undefined) return true;
  const head = one.direction === than.direction ? 0 : one.direction === 1 ? -OWN_MARGIN : OWN_MARGIN;
  return one.auroc > than.auroc + head;
}

/** Of a task on different rows the widest on which the feature tells it about as well as on any. */
function widest(family: readonly RankedLabel[]): RankedLabel {
  const top = Math.max(...family.map(({ auroc }) => auroc));
  const width = ({ label }: RankedLabel) => ROWS.indexOf(label.rows);
  return family.filter(({ auroc }) => auroc > top - OWN_MARGIN).reduce((a, b) => (width(b) > width(a) ? b : a));
}

/**
 * The labels of a feature, at most one for any question: first the one that is told best, then, on rows that it says
 * nothing of, the best of the rest. Of those that are told about as well, the preferred one is named, unless another
 * leaves clearly less of the feature's variance unexplained: a feature that tells sums of 8, 9 and 10 apart is ST, though
 * it tells SC as well.
 */
export function chooseLabels(scorer: ColumnScorer, scores: FeatureScores): Choice[] {
  const choices: Choice[] = [];
  let left = familiesOf(scorer, scores).filter(({ ranked }) => isGood(ranked));
  while (left.length > 0) {
    const close = left.filter(({ ranked }) => ranked.auroc > left[0]!.ranked.auroc - MARGIN);
    const [first, ...others] = close.sort((a, b) => comparePreference(a.ranked.label, b.ranked.label));
    const { ranked: chosen, onRows } = others.reduce((a, b) => (isBetter(b, a) ? b : a), first!);
    const tied = close.map(({ ranked }) => ranked).filter((other) => other !== chosen);
    const alike = [...onRows.values()].filter(({ auroc }) => auroc > chosen.auroc - OWN_MARGIN);
    const columns = alike.map(({ column }) => column);
    choices.push({ chosen, columns, tied: tied.sort((a, b) => b.auroc - a.auroc) });
    left = left.filter(({ ranked }) => areDisjoint(ranked.label.rows, chosen.label.rows));
  }
  return choices;
}

/** Whether a label is worth looking at; a single value of several, only where it is told very well. */
function isGood({ auroc, nmi, isOfSeveral, share }: RankedLabel): boolean {
  if (nmi >= ENOUGH_NMI) return true;
  return isOfSeveral ? auroc >= STRONG_AUROC && share >= RAREST_SHARE : auroc >= WEAK_AUROC;
}

/** Whether the first leaves clearly less unexplained than the second, on rows on which both are asked for. */
function isBetter(one: Family, than: Family): boolean {
  const rows = one.onRows.has(than.ranked.label.rows) ? than.ranked.label.rows : one.ranked.label.rows;
  const [own, other] = [one.onRows.get(rows), than.onRows.get(rows)];
  return own !== undefined && other !== undefined && explainsMore(own.explained, other.explained);
}

/** Whether the first of two shares of variance is clearly the better explanation. */
export function explainsMore(share: number, than: number): boolean {
  return share - than > BETTER_SHARE * (1 - than);
}

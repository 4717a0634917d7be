import { conditionalInformation, entropy, mutualInformation } from '../scores/information';
import { auroc, bestCut, saysYes, type Cut, type Direction } from '../scores/binary';
import { FEWEST_ROWS } from '../scores/columnScorer';
import { f1Of } from '../scores/levels';
import { Ranking } from '../scores/ranking';
import type { Column, OtherVariable } from '../truth/truth';

/** How well a feature tells one value of a column. */
export interface Measures {
  /** 1/2 or more where high values speak for the column's value, as the direction says; below where it is otherwise. */
  readonly auroc: number;
  readonly f1: number;
  /** Of "above the threshold", or not above where the direction is -1. */
  readonly precision: number;
  readonly recall: number;
  /** Of "active at all". */
  readonly firing_precision: number;
  readonly firing_recall: number;
  /** Mutual information of the column and the feature's quantile bins, as a share of the column's entropy. */
  readonly nmi: number;
  /** Correlation of the feature with "is that value", the point-biserial r. */
  readonly r: number;
  /** Share of the feature's variance that lies between the column's values. */
  readonly explained: number;
  /** Rows with the value. */
  readonly support: number;
  /** The same share of the column's entropy for the token at the row's position; and for the feature, token given. */
  readonly token_nmi: number;
  readonly conditional_nmi: number;
}

/** The threshold with which a feature tells a column's value best. */
export function chooseCut(values: Float32Array, column: Column, code: number, direction: Direction): Cut {
  return bestCut(rankedOn(values, column.rows), column.codes, code, direction);
}

/** @param tokens by row of all */
export function measure(
  values: Float32Array,
  { rows, codes }: Column,
  code: number,
  cut: Cut,
  tokens: Uint8Array,
): Measures {
  const ranking = rankedOn(values, rows);
  const above = auroc(ranking, codes, code);
  const quantiles = Uint8Array.from(codes, (_, row) => ranking.quantileOf[ranking.bins[row]!]!);
  const tokensHere = Uint8Array.from(rows, (row) => tokens[row]!);
  const firing = classified(ranking, codes, code, { direction: 1, threshold: 0 });
  const whole = entropy(codes);
  const share = (information: number) => (whole === 0 ? 0 : information / whole);
  return {
    auroc: cut.direction === 1 ? above : 1 - above,
    ...classified(ranking, codes, code, cut),
    firing_precision: firing.precision,
    firing_recall: firing.recall,
    nmi: share(mutualInformation(quantiles, codes)),
    r: pointBiserial(ranking, codes, code),
    explained: explainedShare(ranking, codes),
    token_nmi: share(mutualInformation(tokensHere, codes)),
    conditional_nmi: share(conditionalInformation(quantiles, codes, tokensHere)),
  };
}

function rankedOn(values: Float32Array, rows: Uint32Array): Ranking {
  const ranking = new Ranking(rows.length);
  ranking.rank(values, rows, 0);
  return ranking;
}

function classified({ values }: Ranking, codes: Uint8Array, code: number, cut: Cut) {
  let [hits, falseAlarms, support] = [0, 0, 0];
  for (let row = 0; row < codes.length; row++) {
    const isTarget = codes[row] === code;
    if (isTarget) support++;
    if (!saysYes(values[row]!, cut)) continue;
    if (isTarget) hits++;
    else falseAlarms++;
  }
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    f1: f1Of(hits, falseAlarms, support),
    precision: ratio(hits, hits + falseAlarms),
    recall: ratio(hits, support),
    support,
  };
}

function pointBiserial(ranking: Ranking, codes: Uint8Array, code: number): number {
  const isTarget = codes.map((own) => Number(own === code));
  const means = meansOf(ranking, isTarget);
  return Math.sign(means[1]! - means[0]!) * Math.sqrt(explainedShare(ranking, isTarget));
}

/** Variance of the means of each code's rows over variance: the correlation ratio η². */
function explainedShare(ranking: Ranking, codes: Uint8Array): number {
  const { sum, length, squares } = ranking;
  if (squares === 0) return 0;
  const means = meansOf(ranking, codes);
  let between = 0;
  for (const code of codes) between += (means[code]! - sum / length) ** 2;
  return between / squares;
}

/** Mean value by code; NaN where no row has it. */
function meansOf({ values }: Ranking, codes: Uint8Array): Float64Array {
  const [sums, counts] = [new Float64Array(256), new Float64Array(256)];
  for (let row = 0; row < codes.length; row++) {
    sums[codes[row]!]! += values[row]!;
    counts[codes[row]!]!++;
  }
  return sums.map((sum, code) => sum / counts[code]!);
}

/** How well a feature tells a variable that needs no arithmetic. */
export interface OtherScore {
  readonly variable: string;
  readonly auroc: number;
  readonly explained: number;
}

/** The variable, and its value, that a feature tells best on some rows; null where none varies there. */
export function bestOther(
  values: Float32Array,
  rows: Uint32Array,
  others: readonly OtherVariable[],
): OtherScore | null {
  const ranking = rankedOn(values, rows);
  let best: OtherScore | null = null;
  for (const { name, codes } of others) {
    const own = Uint8Array.from(rows, (row) => codes[row]!);
    const supports = new Map<number, number>();
    for (const code of own) supports.set(code, (supports.get(code) ?? 0) + 1);
    for (const [code, support] of supports) {
      if (support < FEWEST_ROWS || rows.length - support < FEWEST_ROWS) continue;
      const above = auroc(ranking, own, code);
      const score = Math.max(above, 1 - above);
      if (best === null || score > best.auroc) {
        best = { variable: name, auroc: score, explained: explainedShare(ranking, own) };
      }
    }
  }
  return best;
}

import type { Column } from '../truth/truth';
import { atomGroups, rowsOfAtoms } from './atoms';
import { LEVELS, scoreLevels } from './levels';
import { MOST_BINS, QUANTILES, Ranking } from './ranking';

/** One value of a column against all others: what a feature is measured on as a classifier of rows. */
export interface Target {
  /** Index of the column. */
  readonly column: number;
  /** The code of the value. */
  readonly code: number;
  readonly positives: number;
  readonly negatives: number;
}

/** How one feature stands to every column and target of a {@link ColumnScorer}, in their order. */
export interface FeatureScores {
  /** Probability that a row of the target has the higher value than one that is not, equal ones counting half. */
  readonly auroc: Float64Array;
  /** Per column, mutual information of its values and the feature's quantile bins, as a share of its entropy. */
  readonly nmi: Float64Array;
  /** Per column, the share of the feature's variance that lies between the column's values. */
  readonly explained: Float64Array;
  /** Per target, the best F1 of "at a level or above", that level, and the lowest precise one (0: none). */
  readonly levelF1: Float64Array;
  readonly level: Uint8Array;
  readonly preciseLevel: Uint8Array;
  /** The feature's largest value on the rows of any column, which levels are parts of; 0 where none is above 0. */
  readonly maximum: number;
}

/** Fewest rows on either side of a target. */
export const FEWEST_ROWS = 50;

/** A column with what the loops need of it. */
interface Prepared {
  readonly index: number;
  /** How many rows each code has. */
  readonly counts: Uint32Array;
  /** By atom of its group the code. */
  readonly codeOf: Uint8Array;
  /** Indices of its targets. */
  readonly targets: readonly number[];
}

/** Columns of the same rows of which sums are taken once. */
interface PreparedGroup {
  readonly rowsOf: readonly Uint32Array[];
  readonly largest: number;
  readonly columns: readonly Prepared[];
}

/** Columns of the same rows. */
interface RowSet {
  /** By row of all that any column asks for, the place among these rows, or -1; undefined where they are the same. */
  readonly places: Int32Array | undefined;
  readonly groups: readonly PreparedGroup[];
}

/** Measures features against many columns at once: each feature is ranked once for all columns of the same rows. */
export class ColumnScorer {
  readonly targets: readonly Target[];
  /** The rows of any column, ascending. */
  private readonly rows: Uint32Array;
  private readonly rowSets: readonly RowSet[];
  private readonly whole: Ranking;
  private readonly part: Ranking;
  /** n · ln n */
  private readonly entropyTerms: Float64Array;
  // What one pass over a group's rows leaves, by atom, and then by code of a column; `joint` by atom or code, and bin.
  private readonly atomRanks = new Float64Array(256);
  private readonly atomSums = new Float64Array(256);
  private readonly atomJoint = new Uint32Array(256 * MOST_BINS);
  private readonly rankSums = new Float64Array(256);
  private readonly sums = new Float64Array(256);
  private readonly joint = new Uint32Array(256 * MOST_BINS);
  private ranking: Ranking;

  /** @param columns those of the same rows have the same array of rows */
  constructor(readonly columns: readonly Column[]) {
    const targets: Target[] = [];
    const prepared = new Map<number, Omit<Prepared, 'codeOf'>>();
    for (const [index, { codes, values, rows }] of columns.entries()) {
      const counts = new Uint32Array(values.length);
      for (const code of codes) counts[code]!++;
      const own = targetsOf(index, counts, rows.length);
      if (own.length === 0) continue;
      prepared.set(index, { index, counts, targets: own.map((_, i) => targets.length + i) });
      targets.push(...own);
    }
    this.targets = targets;
    const rowSets = [...new Set([...prepared.keys()].map((index) => columns[index]!.rows))];
    this.rows = unionOf(rowSets);
    this.rowSets = rowSets.map((rows) => {
      const own = [...prepared.keys()].filter((index) => columns[index]!.rows === rows);
      const groups = atomGroups(own.map((index) => ({ index, codes: columns[index]!.codes })));
      return {
        places: rows.length === this.rows.length ? undefined : placesIn(this.rows, rows),
        groups: groups.map((group) => ({
          ...rowsOfAtoms(group),
          columns: group.columns.map(({ index, codeOf }) => ({ ...prepared.get(index)!, codeOf })),
        })),
      };
    });
    this.whole = this.ranking = new Ranking(this.rows.length);
    this.part = new Ranking(this.rows.length);
    this.entropyTerms = Float64Array.from({ length: this.rows.length + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log(n)));
  }

  /**
   * @param values a feature's values by row
   * @throws RangeError where one is not a number
   */
  score(values: Float32Array): FeatureScores {
    const scores: FeatureScores = {
      auroc: new Float64Array(this.targets.length).fill(0.5),
      nmi: new Float64Array(this.columns.length),
      explained: new Float64Array(this.columns.length),
      levelF1: new Float64Array(this.targets.length),
      level: new Uint8Array(this.targets.length),
      preciseLevel: new Uint8Array(this.targets.length),
      maximum: this.maximumOf(values),
    };
    this.whole.rank(values, this.rows, scores.maximum);
    for (const { places, groups } of this.rowSets) {
      if (places) this.part.rankPart(this.whole, places, scores.maximum);
      this.ranking = places ? this.part : this.whole;
      if (this.ranking.isConstant) continue;
      const binSum = this.sumOfTerms(this.quantileSizes(this.ranking.binSizes, 0));
      for (const group of groups) {
        this.accumulate(group);
        for (const column of group.columns) {
          this.gather(column);
          scores.nmi[column.index] = this.normalisedInformation(column, binSum);
          scores.explained[column.index] = this.explainedShare(column);
          for (const target of column.targets) this.scoreTarget(target, scores);
        }
      }
    }
    return scores;
  }

  private maximumOf(values: Float32Array): number {
    let maximum = 0;
    for (const row of this.rows) if (values[row]! > maximum) maximum = values[row]!;
    return maximum;
  }

  /** Sums of the rows of each atom. */
  private accumulate({ rowsOf, largest }: PreparedGroup): void {
    const { atomRanks, atomSums, atomJoint } = this;
    const { ranks, values, bins, binSizes, binCount, length, sum } = this.ranking;
    let [ranksLeft, sumLeft] = [(length * (length + 1)) / 2, sum];
    atomJoint.fill(0, 0, rowsOf.length * MOST_BINS);
    const left = largest * MOST_BINS;
    for (let bin = 0; bin < binCount; bin++) atomJoint[left + bin] = binSizes[bin]!;
    for (let atom = 0; atom < rowsOf.length; atom++) {
      if (atom === largest) continue;
      const rows = rowsOf[atom]!;
      const offset = atom * MOST_BINS;
      let [rankSum, valueSum] = [0, 0];
      for (const row of rows) {
        rankSum += ranks[row]!;
        valueSum += values[row]!;
        atomJoint[offset + bins[row]!]!++;
      }
      for (let bin = 0; bin < binCount; bin++) atomJoint[left + bin]! -= atomJoint[offset + bin]!;
      atomRanks[atom] = rankSum;
      atomSums[atom] = valueSum;
      ranksLeft -= rankSum;
      sumLeft -= valueSum;
    }
    atomRanks[largest] = ranksLeft;
    atomSums[largest] = sumLeft;
  }

  /** Sums of the rows of each code of a column, from those of its group's atoms. */
  private gather({ codeOf, counts }: Prepared): void {
    const { atomRanks, atomSums, atomJoint, rankSums, sums, joint } = this;
    const { binCount } = this.ranking;
    rankSums.fill(0, 0, counts.length);
    sums.fill(0, 0, counts.length);
    joint.fill(0, 0, counts.length * MOST_BINS);
    for (let atom = 0; atom < codeOf.length; atom++) {
      const code = codeOf[atom]!;
      rankSums[code]! += atomRanks[atom]!;
      sums[code]! += atomSums[atom]!;
      for (let bin = 0; bin < binCount; bin++) joint[code * MOST_BINS + bin]! += atomJoint[atom * MOST_BINS + bin]!;
    }
  }

  private scoreTarget(index: number, scores: FeatureScores): void {
    const { code, positives, negatives } = this.targets[index]!;
    scores.auroc[index] = (this.rankSums[code]! - (positives * (positives + 1)) / 2) / (positives * negatives);
    const { binCount, binSizes, levelOf } = this.ranking;
    const hits = new Uint32Array(LEVELS + 1);
    const falseAlarms = new Uint32Array(LEVELS + 1);
    for (let bin = 0; bin < binCount; bin++) {
      const inTarget = this.joint[code * MOST_BINS + bin]!;
      hits[levelOf[bin]!]! += inTarget;
      falseAlarms[levelOf[bin]!]! += binSizes[bin]! - inTarget;
    }
    const { f1, level, preciseLevel } = scoreLevels(hits, falseAlarms, positives);
    scores.levelF1[index] = f1;
    scores.level[index] = level;
    scores.preciseLevel[index] = preciseLevel;
  }

  /** I(bin; column) / H(column), from counts: N · I = Σ n_bc ln n_bc - Σ n_b ln n_b - Σ n_c ln n_c + N ln N. */
  private normalisedInformation({ counts }: Prepared, binSum: number): number {
    const total = this.entropyTerms[this.ranking.length]!;
    const codeSum = this.sumOfTerms(counts);
    let jointSum = 0;
    for (let code = 0; code < counts.length; code++) {
      jointSum += this.sumOfTerms(this.quantileSizes(this.joint, code * MOST_BINS));
    }
    return codeSum === total ? 0 : (jointSum - binSum - codeSum + total) / (total - codeSum);
  }

  /** Rows of each quantile, from those of each bin. */
  private quantileSizes(binSizes: Uint32Array, offset: number): Uint32Array {
    const sizes = new Uint32Array(QUANTILES);
    const { binCount, quantileOf } = this.ranking;
    for (let bin = 0; bin < binCount; bin++) sizes[quantileOf[bin]!]! += binSizes[offset + bin]!;
    return sizes;
  }

  private sumOfTerms(counts: Uint32Array): number {
    let sum = 0;
    for (const count of counts) sum += this.entropyTerms[count]!;
    return sum;
  }

  /** Variance of the means of the column's values, over variance; the correlation ratio η². */
  private explainedShare({ counts }: Prepared): number {
    const { sum, length, squares } = this.ranking;
    const mean = sum / length;
    let between = 0;
    for (let code = 0; code < counts.length; code++) {
      if (counts[code]! > 0) between += counts[code]! * (this.sums[code]! / counts[code]! - mean) ** 2;
    }
    return between / squares;
  }
}

/** The targets of a column: every value of enough rows, but of two values only the second, as the first is its opposite. */
function targetsOf(column: number, counts: Uint32Array, rows: number): Target[] {
  const targets = Array.from(counts, (positives, code) => ({ column, code, positives, negatives: rows - positives }));
  return (counts.length === 2 ? targets.slice(1) : targets).filter(
    ({ positives, negatives }) => positives >= FEWEST_ROWS && negatives >= FEWEST_ROWS,
  );
}

function unionOf(rowSets: readonly Uint32Array[]): Uint32Array {
  const [first, ...others] = [...rowSets].sort((a, b) => b.length - a.length);
  const all = new Set(first);
  for (const rows of others) for (const row of rows) all.add(row);
  return all.size === (first?.length ?? 0) ? (first ?? new Uint32Array()) : Uint32Array.from(all).sort();
}

/** By row of all its place among some of them, or -1; both ascend. */
function placesIn(all: Uint32Array, some: Uint32Array): Int32Array {
  let place = 0;
  return Int32Array.from(all, (row) => (some[place] === row ? place++ : -1));
}

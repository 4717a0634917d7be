import { auroc } from '../scores/binary';
import { Board, type Coverage, type Features } from '../scores/board';
import type { ColumnScorer } from '../scores/columnScorer';
import { normalCdf, probit } from '../scores/normal';
import { Ranking } from '../scores/ranking';
import type { Column } from '../truth/truth';

/** AUROCs nearer to 0 or 1 are taken for this near: rows are too few to tell. Shares of variance likewise. */
const NEAREST = 1e-4;
const LARGEST_SHARE = 1 - 1e-9;

/** What features that are not the SAE's tell of the same columns: random directions, or the neurons that it reads. */
export class Baseline {
  readonly coverage: Coverage;
  /** Per target the feature that tells it best where labels are chosen; -1 for none. */
  private readonly best: Int32Array;
  /** Per target the sum of squared {@link zOf} of the features' AUROCs, and per column that of their variance ratios. */
  private readonly squares: Float64Array;
  private readonly ratios: Float64Array;

  constructor(
    private readonly features: Features,
    scorer: ColumnScorer,
    private readonly heldOut: readonly Column[],
  ) {
    const board = new Board(scorer);
    const highest = new Float64Array(scorer.targets.length).fill(0.5);
    this.best = new Int32Array(scorer.targets.length).fill(-1);
    this.squares = new Float64Array(scorer.targets.length);
    this.ratios = new Float64Array(scorer.columns.length);
    for (let feature = 0; feature < features.count; feature++) {
      const scores = scorer.score(features.values(feature));
      board.add(feature, scores);
      for (let target = 0; target < highest.length; target++) {
        const score = Math.max(scores.auroc[target]!, 1 - scores.auroc[target]!);
        this.squares[target]! += zOf(score) ** 2;
        if (score > highest[target]!) [highest[target], this.best[target]] = [score, feature];
      }
      scores.explained.forEach((share, column) => (this.ratios[column]! += varianceRatio(share)));
    }
    this.coverage = board.measure(features, heldOut);
  }

  /** The AUROC of a target's best feature on the rows on which labels are measured. */
  bestAuroc(target: number, column: number, code: number): number {
    const feature = this.best[target]!;
    if (feature < 0) return 0.5;
    const { rows, codes } = this.heldOut[column]!;
    const ranking = new Ranking(rows.length);
    ranking.rank(this.features.values(feature), rows, 0);
    const above = auroc(ranking, codes, code);
    return Math.max(above, 1 - above);
  }

  /**
   * The AUROC that features like these hardly exceed, as many standard deviations from 1/2 as asked for. Where two
   * distributions of sums of many inputs are to be told apart, the AUROC is Φ of the distance of their means in standard
   * deviations, and that distance is itself nearly normal over random directions.
   */
  limit(target: number, deviations: number): number {
    return normalCdf(deviations * Math.sqrt(this.squares[target]! / this.count));
  }

  /**
   * The share of variance that lies between a column's values which features like these hardly exceed. It grows with the
   * same distance as the AUROC, but still tells features apart of which every one has an AUROC of 1.
   */
  shareLimit(column: number, deviations: number): number {
    const ratio = (deviations ** 2 * this.ratios[column]!) / this.count;
    return ratio / (1 + ratio);
  }

  private get count(): number {
    return Math.max(1, this.features.count);
  }
}

/** Variance between values over variance within, from the share that lies between. */
function varianceRatio(share: number): number {
  return 1 / (1 - Math.min(share, LARGEST_SHARE)) - 1;
}

function zOf(score: number): number {
  return probit(Math.min(score, 1 - NEAREST));
}

/** Whether an AUROC, as near to 1 as rows can tell, exceeds a limit. */
export function exceeds(score: number, limit: number): boolean {
  return Math.min(score, 1 - NEAREST) > limit;
}

import { labelText } from '../../core/analysis/label';
import { counterExamples } from '../../core/analysis/labels/counterExamples';
import {
  labelFeatures,
  type FeatureLabels,
  type FoundLabel,
  type LabelScore,
} from '../../core/analysis/labels/labelFeatures';
import type { ProbeSet } from '../../core/analysis/probes/probeSet';
import type { Features } from '../../core/analysis/scores/board';
import { pooledPositions } from '../../core/analysis/truth/predictedDigit';
import { TruthTable } from '../../core/analysis/truth/truthTable';
import type { Truth } from '../../core/analysis/truth/truth';
import { contextLength } from '../../core/arithmetic/positions';
import { transpose } from '../../core/floatArray';
import { randomStream } from '../../core/random/stream';
import type { UsableProvider } from '../provider';
import { Encoder } from './encoder';
import { FeatureColumns } from './featureColumns';
import type { Proceed } from './poolPasses';
import { questionBatches } from './questionBatches';
import { randomDirections } from './randomDirections';
import { saeSizes, type Subject } from './subject';

/** A question on which a neuron contradicts its label. */
interface CounterExample {
  /** Index among the probe questions. */
  readonly question: number;
  readonly position: number;
  /** Whether it fires without the label, or not with it. */
  readonly kind: 'false alarm' | 'miss';
  readonly activation: number;
}

/** A label that describes a neuron well; whether it stands up to its controls, `found` says. */
export interface LocatedLabel {
  /** Null for one of all positions that predict a digit together. */
  readonly position: number | null;
  readonly found: FoundLabel;
  readonly counterExamples: readonly CounterExample[];
}

/** What neurons tell at the positions of their SAE. */
export interface Labels {
  /** The best first. */
  readonly labels: readonly LocatedLabel[];
  /** By position of the SAE and neuron, the best scores of any labels. */
  readonly ranked: readonly (readonly (readonly LabelScore[])[])[];
  /** By position of the SAE. */
  readonly coverage: readonly FeatureLabels['coverage'][];
  /** How many features of each kind there were. */
  readonly features: Readonly<Record<'sae' | 'random' | 'raw', number>>;
}

const BATCH = 256;
/** As many random directions as neurons, within these bounds. */
const DIRECTIONS = { least: 64, most: 256 };
/** As many of the model's own neurons at most, whatever the SAE's size: the best of more would be better. */
const MOST_RAW = 256;
/** Floats that are held at a time, or those of the positions that predict a digit, if these are more. */
const MOST_VALUES = 2 ** 26;
/** Labels of several positions need so many of them. */
const FEWEST_POOLED = 3;
const COUNTER_EXAMPLES = 6;

/** Looks for labels of every neuron at every position of its SAE. */
export class Labeller {
  private readonly truth: TruthTable;
  private readonly directions: number;

  constructor(
    private readonly subject: Subject,
    private readonly probes: ProbeSet,
    private readonly seed: number,
    private readonly provider: UsableProvider,
  ) {
    this.truth = new TruthTable(probes);
    this.directions = Math.min(Math.max(saeSizes(subject.sae).neurons, DIRECTIONS.least), DIRECTIONS.most);
  }

  /** @param proceed called between pieces of work, with how much of it is done, from 0 to 1; throws to stop */
  async label(proceed: (done: number) => Promise<void>): Promise<Labels> {
    const { positions } = this.subject.site;
    const labels: LocatedLabel[] = [];
    const ranked: LabelScore[][][] = positions.map(() => []);
    const coverage: FeatureLabels['coverage'][] = [];
    const pooled = pooledPositions(this.probes.digits).filter((position) => positions.includes(position));
    let done = 0;
    const steps = positions.length + 2;
    for (const block of this.blocks(pooled)) {
      const columns = await this.encode(block, () => proceed(done / steps));
      for (const [i, position] of block.entries()) {
        const place = positions.indexOf(position);
        const found = this.find(this.truth.at(position), columns.at(i), position);
        labels.push(...found.labels);
        ranked[place] = found.ranked.map((scores) => [...scores]);
        coverage[place] = found.coverage;
        await proceed(++done / steps);
      }
      if (pooled.length < FEWEST_POOLED || !pooled.every((position) => block.includes(position))) continue;
      const places = pooled.map((position) => block.indexOf(position));
      labels.push(...this.find(this.truth.pooled(pooled), columns.pooled(places), null, pooled).labels);
      await proceed((done += 2) / steps);
    }
    labels.sort((a, b) => b.found.auroc - a.found.auroc);
    const features = {
      sae: saeSizes(this.subject.sae).neurons,
      random: this.directions,
      raw: this.rawNeurons().length,
    };
    return { labels, ranked, coverage, features };
  }

  /** The positions in blocks of which everything fits into memory, those that are pooled in one. */
  private blocks(pooled: readonly number[]): number[][] {
    const { positions } = this.subject.site;
    const values =
      (saeSizes(this.subject.sae).neurons + this.directions + this.rawNeurons().length) * this.probes.count;
    const size = Math.max(1, pooled.length, Math.floor(MOST_VALUES / values));
    const ordered = [...pooled, ...positions.filter((position) => !pooled.includes(position))];
    const blocks: number[][] = [];
    for (let first = 0; first < ordered.length; first += size) {
      blocks.push(ordered.slice(first, first + size).sort((a, b) => a - b));
    }
    return blocks;
  }

  /** The model's own neurons that the SAE's are compared with: all, or of very many an even choice. */
  private rawNeurons(): number[] {
    const { width } = saeSizes(this.subject.sae);
    const count = Math.min(width, MOST_RAW);
    return Array.from({ length: count }, (_, i) => Math.floor((i * width) / count));
  }

  private async encode(block: readonly number[], proceed: Proceed): Promise<BlockColumns> {
    const { subject, probes, provider, seed, directions: count } = this;
    const { neurons, width } = saeSizes(subject.sae);
    const raw = this.rawNeurons();
    const directions = randomDirections(randomStream(seed, 'ablations', 2), count, width);
    const site = { ...subject.site, positions: block };
    const turned = transpose({ shape: [count, width], data: directions });
    const encoder = await Encoder.create({ ...subject, site }, BATCH, provider, turned);
    const columns = new BlockColumns(block.length, probes.count, { neurons, random: count, raw: raw.length });
    try {
      for (const { first, count: questions, tokens } of questionBatches(
        probes.tokens,
        contextLength(probes.digits),
        BATCH,
      )) {
        const encoded = await encoder.encode(tokens);
        columns.neurons.add(encoded.neurons, neurons, range(neurons), first, questions);
        columns.random.add(encoded.projections, count, range(count), first, questions);
        columns.raw.add(encoded.activations, width, raw, first, questions);
        await proceed();
      }
    } finally {
      await encoder.release();
    }
    return columns;
  }

  private find(truth: Truth, features: FeatureSets, position: number | null, pooled: readonly number[] = []) {
    const { labels, ranked, coverage } = labelFeatures(truth, features, randomStream(this.seed, 'ablations', 3));
    return { labels: labels.map((found) => this.located(truth, features, found, position, pooled)), ranked, coverage };
  }

  private located(
    truth: Truth,
    { features }: FeatureSets,
    found: FoundLabel,
    position: number | null,
    pooled: readonly number[],
  ): LocatedLabel {
    const { label } = found;
    const column = truth.heldOut.find(
      (other) => labelText(other.label) === labelText(label) && other.label.rows === label.rows,
    )!;
    const { count } = this.probes;
    const examples = counterExamples(features.values(found.neuron), column, found, COUNTER_EXAMPLES);
    const located = examples.map(({ row, kind, activation }) => {
      return { question: row % count, position: position ?? pooled[Math.floor(row / count)]!, kind, activation };
    });
    return { position, found, counterExamples: located };
  }
}

interface FeatureSets {
  readonly features: Features;
  readonly random: Features;
  readonly raw: Features;
}

/** Everything that is compared at the positions of a block. */
class BlockColumns {
  readonly neurons: FeatureColumns;
  readonly random: FeatureColumns;
  readonly raw: FeatureColumns;

  constructor(positions: number, questions: number, counts: { neurons: number; random: number; raw: number }) {
    this.neurons = new FeatureColumns(positions, counts.neurons, questions);
    this.random = new FeatureColumns(positions, counts.random, questions);
    this.raw = new FeatureColumns(positions, counts.raw, questions);
  }

  at(place: number): FeatureSets {
    return { features: this.neurons.at(place), random: this.random.at(place), raw: this.raw.at(place) };
  }

  pooled(places: readonly number[]): FeatureSets {
    return { features: this.neurons.pooled(places), random: this.random.pooled(places), raw: this.raw.pooled(places) };
  }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

import { permutation } from '../../random/choice';
import type { RandomStream } from '../../random/stream';
import type { Column } from '../truth/truth';
import { atomGroups } from './atoms';

const SHUFFLES = 1000;
const SAMPLE = 2000;
/** Fewest rows of the sample on either side of a target. */
const FEWEST = 10;

/** The columns of one set of rows, on the rows of it that are in the sample. */
interface Group {
  /** Per row of the sample its place in the group, or -1. */
  readonly places: Int32Array;
  readonly ranks: Float64Array;
  readonly atoms: readonly {
    /** By place. */
    readonly atoms: Uint8Array;
    readonly count: number;
    readonly targets: readonly Target[];
  }[];
}

/** A value against all others, as the atoms in which a column has it. */
interface Target {
  readonly atoms: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/**
 * How extreme the AUROCs of a feature are that has nothing to do with any column: the largest deviation from 1/2 of all
 * targets, with values in random order, a thousand times. Deviations are counted in their own standard deviations, as
 * those of few rows scatter more. Values are taken to be all different; with equal ones AUROCs scatter less.
 */
export class PermutationNull {
  private readonly largest: Float64Array;

  constructor(columns: readonly Column[], stream: RandomStream) {
    const rows = sampleRows(columns, stream);
    const groups = groupsOf(columns, rows);
    this.largest = Float64Array.from({ length: SHUFFLES }, () => {
      const order = permutation(stream, rows.length);
      return groups.reduce((most, group) => Math.max(most, largestDeviation(group, order)), 0);
    });
  }

  /** The share of shuffles, the true order counted among them, with a deviation as large as that of an AUROC. */
  pValue(auroc: number, positives: number, negatives: number): number {
    const deviation = deviationOf(auroc, positives, negatives);
    const asExtreme = this.largest.reduce((sum, value) => sum + (value >= deviation ? 1 : 0), 0);
    return (1 + asExtreme) / (1 + SHUFFLES);
  }
}

/** |AUROC - 1/2| in standard deviations of the Mann-Whitney statistic without ties. */
function deviationOf(auroc: number, positives: number, negatives: number): number {
  return Math.abs(auroc - 0.5) / Math.sqrt((positives + negatives + 1) / (12 * positives * negatives));
}

function sampleRows(columns: readonly Column[], stream: RandomStream): Uint32Array {
  const all = new Set<number>();
  for (const rows of new Set(columns.map((column) => column.rows))) rows.forEach((row) => all.add(row));
  const rows = Uint32Array.from(all).sort();
  return permutation(stream, rows.length)
    .subarray(0, SAMPLE)
    .map((i) => rows[i]!);
}

function groupsOf(columns: readonly Column[], sample: Uint32Array): Group[] {
  const sampled = new Map(Array.from(sample, (row, i) => [row, i]));
  return [...new Set(columns.map(({ rows }) => rows))].map((rows) => {
    const places = new Int32Array(sample.length).fill(-1);
    const members: number[] = [];
    rows.forEach((row, i) => {
      const inSample = sampled.get(row);
      if (inSample !== undefined) places[inSample] = members.push(i) - 1;
    });
    const own = columns.filter((column) => column.rows === rows);
    const taken = own.map(({ codes }, index) => ({ index, codes: Uint8Array.from(members, (i) => codes[i]!) }));
    const atoms = atomGroups(taken).map(({ atoms: atomOf, count, columns: within }) => ({
      atoms: atomOf,
      count,
      targets: within.flatMap(({ index, codeOf }) => targetsOf(own[index]!, atomOf, codeOf)),
    }));
    return { places, ranks: new Float64Array(members.length), atoms };
  });
}

/** Of two values the second is as far from chance as the first. */
function targetsOf({ values }: Column, atoms: Uint8Array, codeOf: Uint8Array): Target[] {
  const codes = [...values.keys()].slice(values.length === 2 ? 1 : 0);
  return codes
    .map((code) => {
      const positives = atoms.reduce((sum, atom) => (codeOf[atom] === code ? sum + 1 : sum), 0);
      const own = [...codeOf.keys()].filter((atom) => codeOf[atom] === code);
      return { atoms: own, positives, negatives: atoms.length - positives };
    })
    .filter(({ positives, negatives }) => positives >= FEWEST && negatives >= FEWEST);
}

function largestDeviation({ places, ranks, atoms }: Group, order: Uint32Array): number {
  let rank = 0;
  for (const row of order) {
    const place = places[row]!;
    if (place >= 0) ranks[place] = ++rank;
  }
  let largest = 0;
  for (const { atoms: atomOf, count, targets } of atoms) {
    const rankSums = new Float64Array(count);
    for (let place = 0; place < ranks.length; place++) rankSums[atomOf[place]!]! += ranks[place]!;
    for (const { atoms: own, positives, negatives } of targets) {
      let rankSum = 0;
      for (const atom of own) rankSum += rankSums[atom]!;
      const auroc = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
      largest = Math.max(largest, deviationOf(auroc, positives, negatives));
    }
  }
  return largest;
}

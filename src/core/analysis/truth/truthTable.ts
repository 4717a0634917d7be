import { contextLength, positionMeanings } from '../../arithmetic/positions';
import type { ProbeSet } from '../probes/probeSet';
import { partitionNumbers } from './partitions';
import { predictedDigit } from './predictedDigit';
import { OUTSIDE, taskColumns, type TaskColumn } from './taskColumns';
import { mergeEquivalent, RowSplit, type Column, type LabelledCodes, type OtherVariable, type Truth } from './truth';

/** Relative labels are asked for where they are of at least so many positions. */
const FEWEST_POOLED = 3;
/** Of how many questions, the first of the probe set: at several positions together these are rows enough. */
const POOLED_QUESTIONS = 8000;
/** More than there are tokens. */
const TOKENS = 16;
const NEXT_TOKEN = 'next token';

type RowsAndCodes = Pick<Column, 'rows' | 'codes'>;

/** A task column with its number among those that part the questions alike, and what of it falls on either split. */
interface SplitColumn extends TaskColumn {
  readonly partition: number;
  readonly selected: RowsAndCodes;
  readonly heldOut: RowsAndCodes;
}

/** Every sub-task of every probe question, and what of it can be known where. */
export class TruthTable {
  private readonly columns: readonly SplitColumn[];

  constructor(private readonly probes: ProbeSet) {
    const columns = taskColumns(probes);
    const partitions = partitionNumbers(columns.map(({ codes }) => codes));
    const [selection, heldOut] = [new RowSplit(probes.selection), new RowSplit(probes.heldOut)];
    this.columns = columns.map((column, i) => ({
      ...column,
      partition: partitions[i]!,
      selected: selection.take(column.codes),
      heldOut: heldOut.take(column.codes),
    }));
  }

  /** What can be known at a token position; rows are questions. */
  at(position: number): Truth {
    const predicted = predictedDigit(this.probes.digits, position);
    const known = this.columns
      .filter(({ knownFrom }) => position >= knownFrom)
      .map(({ task, digit, rows, ...column }) => {
        const relative = digit === null || predicted === null ? null : digit - predicted;
        return { ...column, label: { task, digit, relative, rows } };
      });
    const merged = mergeEquivalent(known);
    const columns = (split: 'selected' | 'heldOut') =>
      merged.map(({ entry: { label, values, [split]: taken }, equivalent }) => ({
        label,
        equivalent,
        values,
        ...taken,
      }));
    return {
      selection: columns('selected'),
      heldOut: columns('heldOut'),
      tokens: this.tokensAt(position),
      others: this.tokensRead(position),
    };
  }

  /**
   * What can be known relative to the digit that a position predicts, at several positions together: row
   * `i · questions + q` is question q at the i-th of the positions. Of many questions only some are asked.
   *
   * @param positions some of those that predict Ad … A0, see {@link pooledPositions}
   */
  pooled(positions: readonly number[]): Truth {
    const { count, selection, heldOut } = this.probes;
    const merged = mergeEquivalent(this.pooledColumns(positions));
    const columns = (questions: Uint32Array) => {
      const split = new RowSplit(everywhere(questions.filter((question) => question < POOLED_QUESTIONS)));
      return merged.map(({ entry: { label, values, codes }, equivalent }) => ({
        label,
        equivalent,
        values,
        ...split.take(codes),
      }));
    };
    return {
      selection: columns(selection),
      heldOut: columns(heldOut),
      tokens: joined((position, i) => this.tokensAt(position).map((token) => i * TOKENS + token)),
      others: [
        { name: 'token', codes: joined((position) => this.tokensAt(position)) },
        { name: NEXT_TOKEN, codes: joined((position) => this.tokensAt(position + 1)) },
      ],
    };

    function everywhere(questions: Uint32Array): Uint32Array {
      const rows = new Uint32Array(positions.length * questions.length);
      for (let i = 0; i < positions.length; i++) {
        for (let j = 0; j < questions.length; j++) rows[i * questions.length + j] = i * count + questions[j]!;
      }
      return rows;
    }

    function joined(tokensOf: (position: number, i: number) => Uint8Array): Uint8Array {
      const tokens = new Uint8Array(positions.length * count);
      positions.forEach((position, i) => tokens.set(tokensOf(position, i), i * count));
      return tokens;
    }
  }

  private pooledColumns(positions: readonly number[]): LabelledCodes[] {
    const { digits, count } = this.probes;
    const pooled = new Map<string, Omit<LabelledCodes, 'partition'> & { positions: number }>();
    for (const { task, digit, rows, values, codes } of this.columns) {
      if (digit === null) continue;
      positions.forEach((position, i) => {
        const relative = digit - predictedDigit(digits, position)!;
        const key = `${task} ${relative} ${rows}`;
        const found = pooled.get(key) ?? {
          label: { task, digit: null, relative, rows },
          values,
          codes: new Uint8Array(positions.length * count).fill(OUTSIDE),
          positions: 0,
        };
        found.codes.set(codes, i * count);
        found.positions++;
        pooled.set(key, found);
      });
    }
    const kept = [...pooled.values()].filter((column) => column.positions >= FEWEST_POOLED);
    const partitions = partitionNumbers(kept.map(({ codes }) => codes));
    return kept.map((column, i) => ({ ...column, partition: partitions[i]! }));
  }

  private tokensAt(position: number): Uint8Array {
    const { tokens, count, digits } = this.probes;
    const rowLength = contextLength(digits);
    return Uint8Array.from({ length: count }, (_, i) => tokens[i * rowLength + position]!);
  }

  /** The digits that have been read at a position, and the token that comes next. */
  private tokensRead(position: number): OtherVariable[] {
    const { digits } = this.probes;
    const names = positionMeanings(digits, 0);
    const isDigit = (name: string) => /^(D|D'|A)\d+$/.test(name) && name !== `A${digits + 1}`;
    const read = [...names.keys()].filter((place) => place <= position && isDigit(names[place]!));
    const others = read.map((place) => ({ name: names[place]!, codes: this.tokensAt(place) }));
    const next = position + 1 < names.length ? [{ name: NEXT_TOKEN, codes: this.tokensAt(position + 1) }] : [];
    return [...others, ...next];
  }
}

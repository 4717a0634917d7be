import { comparePreference, type Label } from '../label';
import { OUTSIDE } from './taskColumns';

/** What is to be told from a feature's values on certain rows. */
export interface Column {
  readonly label: Label;
  /** Labels of the same rows that part them in the same way. */
  readonly equivalent: readonly Label[];
  readonly values: readonly number[];
  /** Which rows; columns of the same rows have the same array. */
  readonly rows: Uint32Array;
  /** Per row an index of `values`. */
  readonly codes: Uint8Array;
}

/** A variable that needs no arithmetic. */
export interface OtherVariable {
  /** The position of a token that has been read, such as D5 or A6, or `next token`. */
  readonly name: string;
  /** The token, by row. */
  readonly codes: Uint8Array;
}

/** The ground truth for features of one value per row, a row being a question, or a question at one of some positions. */
export interface Truth {
  /** Columns on the rows on which labels are chosen, and the same columns on those on which they are then measured. */
  readonly selection: readonly Column[];
  readonly heldOut: readonly Column[];
  /** The token at each row's position, numbered so that positions share none. */
  readonly tokens: Uint8Array;
  readonly others: readonly OtherVariable[];
}

/** A task's values as a label that it may have. */
export interface LabelledCodes {
  readonly label: Label;
  readonly values: readonly number[];
  /** By row an index of `values`, or OUTSIDE. */
  readonly codes: Uint8Array;
  /** The same number for codes that part the rows alike. */
  readonly partition: number;
}

/** Of labels whose codes are alike the preferred one, with the others. */
export function mergeEquivalent<Entry extends LabelledCodes>(
  entries: readonly Entry[],
): { entry: Entry; equivalent: Label[] }[] {
  const groups = new Map<number, Entry[]>();
  for (const entry of [...entries].sort((a, b) => comparePreference(a.label, b.label))) {
    const group = groups.get(entry.partition);
    if (group === undefined) groups.set(entry.partition, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map(([first, ...rest]) => ({
    entry: first!,
    equivalent: rest.map(({ label }) => label),
  }));
}

/** Takes columns on some rows, giving those of the same rows the same array. */
export class RowSplit {
  private readonly rowSets: Uint32Array[] = [];

  constructor(private readonly rows: Uint32Array) {}

  /** @param codes by row of all */
  take(codes: Uint8Array): Pick<Column, 'rows' | 'codes'> {
    const members = new Uint32Array(this.rows.length);
    const taken = new Uint8Array(this.rows.length);
    let count = 0;
    for (const row of this.rows) {
      const code = codes[row]!;
      if (code === OUTSIDE) continue;
      members[count] = row;
      taken[count++] = code;
    }
    return { rows: this.shared(members.slice(0, count)), codes: taken.slice(0, count) };
  }

  private shared(rows: Uint32Array): Uint32Array {
    const same = this.rowSets.find((known) => areEqual(known, rows));
    if (same === undefined) this.rowSets.push(rows);
    return same ?? rows;
  }
}

function areEqual(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

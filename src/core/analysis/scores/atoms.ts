/** Columns on the same rows, and the rows in parts that none of these columns divides: sums are taken once for all. */
export interface AtomGroup {
  /** By row its atom. */
  readonly atoms: Uint8Array;
  readonly count: number;
  readonly columns: readonly {
    /** Index among the columns. */
    readonly index: number;
    /** By atom the column's code. */
    readonly codeOf: Uint8Array;
  }[];
}

/** A column is a function of its digits' sum or difference, of which there are 19, or nearly so. */
const MOST_ATOMS = 24;
/** A column is put to one of so many groups before it, or begins one. */
const TRIED = 3;

/**
 * Puts columns of the same rows together where they part the rows into few atoms, as all sub-tasks of a column of digits
 * in an addition do.
 *
 * @param columns codes by row, of the same rows
 */
export function atomGroups(columns: readonly { readonly index: number; readonly codes: Uint8Array }[]): AtomGroup[] {
  const groups: { atoms: Uint8Array; count: number; columns: { index: number; codeOf: Uint8Array }[] }[] = [];
  for (const { index, codes } of columns) {
    const last = groups.slice(-TRIED).reverse();
    const found = last.map((group) => ({ group, refined: refine(group, codes) })).find(({ refined }) => refined);
    if (found === undefined) {
      const { atoms, count, parents, codeOf } = refine({ atoms: new Uint8Array(codes.length), count: 1 }, codes, 256)!;
      if (parents.length === 0) continue;
      groups.push({ atoms, count, columns: [{ index, codeOf }] });
      continue;
    }
    const { group, refined } = found;
    const { atoms, count, parents, codeOf } = refined!;
    const others = group.columns.map((other) => ({ ...other, codeOf: parents.map((parent) => other.codeOf[parent]!) }));
    Object.assign(group, { atoms, count, columns: [...others, { index, codeOf }] });
  }
  return groups;
}

/** Atoms parted by one more column: of each, the atom that it is of and the column's code; undefined if too many. */
function refine({ atoms, count }: Pick<AtomGroup, 'atoms' | 'count'>, codes: Uint8Array, most = MOST_ATOMS) {
  const numbers = new Int16Array(count * 256).fill(-1);
  const refined = new Uint8Array(codes.length);
  const parents: number[] = [];
  const codeOf: number[] = [];
  for (let row = 0; row < codes.length; row++) {
    const pair = atoms[row]! * 256 + codes[row]!;
    if (numbers[pair] === -1) {
      if (parents.length === most) return undefined;
      numbers[pair] = parents.push(atoms[row]!) - 1;
      codeOf.push(codes[row]!);
    }
    refined[row] = numbers[pair]!;
  }
  return { atoms: refined, count: parents.length, parents: Uint8Array.from(parents), codeOf: Uint8Array.from(codeOf) };
}

/** The rows of each atom, but for the one that has most, which has what the others leave. */
export function rowsOfAtoms({ atoms, count }: AtomGroup): { rowsOf: readonly Uint32Array[]; largest: number } {
  const sizes = new Uint32Array(count);
  for (const atom of atoms) sizes[atom]!++;
  const largest = sizes.indexOf(Math.max(...sizes));
  const rowsOf = Array.from(sizes, (size, atom) => new Uint32Array(atom === largest ? 0 : size));
  const filled = new Uint32Array(count);
  atoms.forEach((atom, row) => {
    if (atom !== largest) rowsOf[atom]![filled[atom]!++] = row;
  });
  return { rowsOf, largest };
}

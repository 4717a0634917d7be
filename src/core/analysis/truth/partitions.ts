import { OUTSIDE } from './taskColumns';

/**
 * A number for each column, equal for those that part the same rows in the same way, whatever they call the parts: on
 * questions of class N, NB is GT, and ND is MD under other names.
 *
 * @param columns codes [rows] of each
 */
export function partitionNumbers(columns: readonly Uint8Array[]): number[] {
  const known = new Map<number, { codes: Uint8Array; number: number }[]>();
  let count = 0;
  return columns.map((column) => {
    const codes = canonical(column);
    const hash = hashOf(codes);
    const alike = known.get(hash) ?? [];
    known.set(hash, alike);
    const same = alike.find((other) => areEqual(codes, other.codes));
    if (same !== undefined) return same.number;
    alike.push({ codes, number: count });
    return count++;
  });
}

/** The codes with the first to occur called 0, the second 1, and so on. */
function canonical(codes: Uint8Array): Uint8Array {
  const names = new Uint8Array(256).fill(OUTSIDE);
  const renamed = new Uint8Array(codes.length);
  let next = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code !== OUTSIDE && names[code] === OUTSIDE) names[code] = next++;
    renamed[row] = names[code]!;
  }
  return renamed;
}

/** FNV-1a of 32 bits. */
function hashOf(codes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const code of codes) hash = Math.imul(hash ^ code, 0x01000193);
  return hash;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}

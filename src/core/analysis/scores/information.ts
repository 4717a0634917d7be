/** Shannon entropy of codes, in nats. */
export function entropy(codes: Uint8Array): number {
  return entropyOf(countsOf(codes), codes.length);
}

/** Mutual information of two variables, in nats; by rows. */
export function mutualInformation(a: Uint8Array, b: Uint8Array): number {
  return Math.max(0, entropy(a) + entropy(b) - entropyOf(jointCounts(a, b), a.length));
}

/**
 * Mutual information of two variables within strata, in nats. Since it is found too large where strata are small, the
 * bias that independent variables would show is taken off (Miller and Madow): (values of a - 1) · (values of b - 1) / 2
 * for each stratum, over all rows.
 */
export function conditionalInformation(a: Uint8Array, b: Uint8Array, strata: Uint8Array): number {
  const rows = new Map<number, number[]>();
  strata.forEach((stratum, row) => {
    const own = rows.get(stratum);
    if (own === undefined) rows.set(stratum, [row]);
    else own.push(row);
  });
  let information = 0;
  for (const members of rows.values()) {
    const [ownA, ownB] = [Uint8Array.from(members, (row) => a[row]!), Uint8Array.from(members, (row) => b[row]!)];
    const bias = ((distinct(ownA) - 1) * (distinct(ownB) - 1)) / 2;
    information += members.length * mutualInformation(ownA, ownB) - bias;
  }
  return Math.max(0, information / a.length);
}

function countsOf(codes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const code of codes) counts[code]!++;
  return counts;
}

function jointCounts(a: Uint8Array, b: Uint8Array): Uint32Array {
  const width = b.reduce((most, code) => Math.max(most, code), 0) + 1;
  const counts = new Uint32Array((a.reduce((most, code) => Math.max(most, code), 0) + 1) * width);
  for (let row = 0; row < a.length; row++) counts[a[row]! * width + b[row]!]!++;
  return counts;
}

function entropyOf(counts: Uint32Array, total: number): number {
  let sum = 0;
  for (const count of counts) if (count > 0) sum += count * Math.log(count);
  return total === 0 ? 0 : Math.log(total) - sum / total;
}

function distinct(codes: Uint8Array): number {
  return countsOf(codes).reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

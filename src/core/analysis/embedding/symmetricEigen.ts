const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations (Golub and Van Loan, Matrix
 * Computations, section 8.5), the largest eigenvalue first.
 *
 * @param matrix its rows
 * @returns vectors[i] belongs to values[i]
 */
export function symmetricEigen(matrix: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const size = matrix.length;
  const a = matrix.map((row) => row.slice());
  // Rows of it become the eigenvectors.
  const v = a.map((_, i) => new Float64Array(size).fill(1, i, i + 1));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let changed = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) changed = rotate(a, v, p, q) || changed;
    }
    if (!changed) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
  return { values: order.map((i) => a[i]![i]!), vectors: order.map((i) => v[i]!) };
}

/** Makes a[p][q] zero; false where it was, as nearly as the numbers on the diagonal can tell. */
function rotate(a: Float64Array[], v: Float64Array[], p: number, q: number): boolean {
  const [app, aqq, apq] = [a[p]![p]!, a[q]![q]!, a[p]![q]!];
  if (Math.abs(apq) <= Number.EPSILON * Math.sqrt(Math.abs(app * aqq)) || apq === 0) return false;
  const tau = (aqq - app) / (2 * apq);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (const row of a) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  for (const rows of [a, v]) {
    const [rowP, rowQ] = [rows[p]!, rows[q]!];
    for (let k = 0; k < a.length; k++) {
      const [x, y] = [rowP[k]!, rowQ[k]!];
      rowP[k] = c * x - s * y;
      rowQ[k] = s * x + c * y;
    }
  }
  return true;
}

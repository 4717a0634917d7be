/**
 * The lower triangular L with L Lᵀ = A, n × n in rows; its upper triangle is 0. Undefined where A is not positive
 * definite as far as doubles can tell.
 *
 * @param matrix A, of which the lower triangle is read
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (j < i) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return lower;
}

/** The x with L x = b. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  return x;
}

/** The x with Lᵀ x = b. */
export function solveTransposed(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= lower[i * n + i]!;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * n + k]! * x[i]!;
  }
  return x;
}

/** The inverse of L Lᵀ, n × n in rows. */
export function inverseOf(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let column = 0; column < n; column++) {
    unit.fill(0);
    unit[column] = 1;
    // The inverse is symmetric: its columns are its rows.
    inverse.set(solveTransposed(lower, solveLower(lower, unit)), column * n);
  }
  return inverse;
}

/** A number with as many digits as mean something in a file of figures. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

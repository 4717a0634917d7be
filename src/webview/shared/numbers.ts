// Numbers read as they do in the runs' files, in every language: with a point, so that they can be copied into code.

/** A count, its thousands set apart: `12,345`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A measured value to seven significant digits, which is what float32 has; a dash where it is undefined. */
export function exact(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(7)));
}

/** A fraction as a percentage to three digits: `4.98%`. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(3))}%`;
}

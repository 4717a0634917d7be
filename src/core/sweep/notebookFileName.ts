import type { TrialParameters } from './searchSpace';

/**
 * What the notebook's library names a trial's files by, before it is hashed: parameters in the order of their names, of
 * each name its first three letters, numbers that are not whole with three digits. Values that agree in these digits
 * have the same name there, and layer and model are no part of it.
 */
export function notebookParametersText(parameters: TrialParameters): string {
  return Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => key.slice(0, 3) + (typeof value === 'number' ? numberText(value) : String(value)))
    .join('_');
}

/** As Python's `%.3g`. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const [digits, exponent] = value.toExponential(2).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 3) return String(Number(value.toPrecision(3)));
  const sign = power < 0 ? '-' : '+';
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

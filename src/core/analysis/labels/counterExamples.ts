import { saysYes } from '../scores/binary';
import type { Column } from '../truth/truth';
import type { FoundLabel } from './labelFeatures';

/** A row on which a feature contradicts its label: it says yes where the label does not hold, or no where it does. */
export interface CounterExample {
  readonly row: number;
  readonly kind: 'false alarm' | 'miss';
  readonly activation: number;
}

/**
 * The rows on which a feature contradicts its label, the farthest from its threshold first.
 *
 * @param values the feature's values by row
 * @param column the label's, on the rows that are asked for
 * @param most how many at most
 */
export function counterExamples(
  values: Float32Array,
  { rows, codes, values: taskValues }: Column,
  { value, direction, threshold }: Pick<FoundLabel, 'value' | 'direction' | 'threshold'>,
  most: number,
): CounterExample[] {
  const code = taskValues.indexOf(value);
  const found: CounterExample[] = [];
  rows.forEach((row, i) => {
    const activation = values[row]!;
    const holds = codes[i] === code;
    if (holds === saysYes(activation, { direction, threshold })) return;
    found.push({ row, kind: holds ? 'miss' : 'false alarm', activation });
  });
  const distance = ({ activation }: CounterExample) => Math.abs(activation - threshold);
  return found.sort((a, b) => distance(b) - distance(a)).slice(0, most);
}

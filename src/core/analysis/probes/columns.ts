import type { RandomStream } from '../../random/stream';

/** What a column does with a carry or borrow from below: starts one whatever comes, hands it on, or ends it. */
export type ColumnState = 'starts' | 'hands on' | 'ends';

type Pair = readonly [x: number, y: number];

/** Operands that are being drawn, units first. Of a subtraction, as D - D'. */
export interface Draft {
  readonly operator: '+' | '-';
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

const pairs: readonly Pair[] = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10]);

function stateOf(operator: '+' | '-', [x, y]: Pair): ColumnState {
  const excess = operator === '+' ? x + y - 9 : y - x;
  if (excess === 0) return 'hands on';
  return excess > 0 ? 'starts' : 'ends';
}

/** Gives column n random digits: any that are in one of some states, all such pairs alike. */
export function drawColumn(stream: RandomStream, { operator, x, y }: Draft, n: number, states?: ColumnState[]): void {
  const choices = states === undefined ? pairs : pairs.filter((pair) => states.includes(stateOf(operator, pair)));
  [x[n], y[n]] = choices[stream.integer(choices.length)]!;
}

/** Whether a carry or borrow comes out of the columns below n. */
export function goesInto({ operator, x, y }: Draft, n: number): boolean {
  for (let column = n - 1; column >= 0; column--) {
    const state = stateOf(operator, [x[column]!, y[column]!]);
    if (state !== 'hands on') return state === 'starts';
  }
  return false;
}

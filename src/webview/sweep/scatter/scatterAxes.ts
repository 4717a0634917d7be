import type { Column } from '../columns';
import type { Shown } from '../shown';
import type { View } from '../view';

/** What the scatter plot is of. */
export interface ScatterColumns {
  readonly x: Column;
  readonly y: Column;
  readonly colour: Column;
}

/** Columns that can be an axis or give colours. */
export function scatterChoices(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ kind }) => kind !== 'job' && kind !== 'state');
}

/**
 * The columns that are chosen. Where none is: of two objectives one over the other, of one objective how it came along
 * from trial to trial; colours say what the axes do not: a third objective, or the first number that is searched with several values.
 */
export function scatterColumns({ columns }: Pick<Shown, 'columns'>, { x, y, colour }: View): ScatterColumns {
  const named = (id: string | null) => columns.find((column) => column.id === id);
  const number = columns[0]!;
  const objectives = columns.filter(({ kind }) => kind === 'objective');
  const [first = number, second] = objectives;
  const numbers = columns.filter(({ kind, isNumeric }) => kind === 'parameter' && isNumeric);
  const searched = numbers.find(({ choices }) => choices === null || choices.length > 1) ?? numbers[0];
  return {
    x: named(x) ?? (second ? first : number),
    y: named(y) ?? second ?? first,
    colour: named(colour) ?? objectives[2] ?? searched ?? first,
  };
}

import type { TrialView } from '../../../protocol/sweep';
import type { Column } from '../columns';
import type { View } from '../view';

/** Always there: by them a row is known. */
const KEPT = ['trial', 'state'];

/** The columns that the table shows of those that there are. */
export function tableColumns(
  columns: readonly Column[],
  rows: readonly TrialView[],
  { hiddenColumns, onlyDiffering }: Pick<View, 'hiddenColumns' | 'onlyDiffering'>,
): readonly Column[] {
  return columns.filter(
    (column) =>
      KEPT.includes(column.id) ||
      (!hiddenColumns.includes(column.id) && !(onlyDiffering && isAlwaysEqual(column, rows))),
  );
}

/** Whether a column can be taken out. */
export function isOptional({ id }: Column): boolean {
  return !KEPT.includes(id);
}

/** Of parameters: what trials came to is always of interest. */
function isAlwaysEqual({ kind, valueOf }: Column, rows: readonly TrialView[]): boolean {
  if (kind !== 'parameter' || rows.length < 2) return false;
  const first = valueOf(rows[0]!);
  return rows.every((trial) => valueOf(trial) === first);
}

const MOST_CHARACTERS = 34;
const LETTER = 0.9;

/** How wide a column has to be, in digits. */
export function widthOf({ title, textOf }: Column, rows: readonly TrialView[]): number {
  const widest = rows.reduce((most, trial) => Math.max(most, textOf(trial).length), 3);
  // Letters are narrower than digits; the arrow of what the rows are sorted by stands beside the title.
  return Math.min(Math.max(Math.ceil(LETTER * title.length) + 2, widest), MOST_CHARACTERS);
}

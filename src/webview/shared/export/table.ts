/** What a table has in a cell: null where there is nothing to say. */
export type Cell = string | number | null;

/** A table as it is shown and as it is written to a file. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * A table as CSV (RFC 4180): fields with commas, quotes or line breaks in quotes, lines ended by CR LF. Numbers keep all
 * their digits; what is not finite is left empty.
 */
export function csvText({ header, rows }: Table): string {
  return [header, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

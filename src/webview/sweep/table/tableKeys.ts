/** What a key does in the table: to another row, and whether the rows on the way are chosen. */
export interface RowMove {
  readonly to: number;
  readonly extends: boolean;
}

/** Where a key leads from a row, of so many of which so many are in sight; -1 for none. Undefined where it leads nowhere. */
export function rowByKey(
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
  row: number,
  { rows, page }: { readonly rows: number; readonly page: number },
): RowMove | undefined {
  if (ctrlKey || metaKey || altKey || rows === 0) return undefined;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row < 0 ? rows - 1 : row - 1,
    PageDown: Math.max(row, 0) + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  };
  const target = targets[key];
  return target === undefined
    ? undefined
    : { to: Math.min(Math.max(target, 0), rows - 1), extends: shiftKey && row >= 0 };
}

/** Erases the terminal's current line and goes back to its start. */
export const CLEAR_LINE = '\r\u001b[2K';

/** Tells a person who waits that a provider is being tried; standard output is for what comes of it. */
export function showTrial(provider: string): void {
  if (process.stderr.isTTY) process.stderr.write(`Trying provider ${provider}…\n`);
}

/** Prints a value as one line of JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Prints lines of text. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Prints rows as columns, the first row as their headings; numbers are aligned to the right. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  printLines(tableLines(rows));
}

/** The lines of `printTable`. */
export function tableLines(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const cell = (value: string | number, column: number) =>
    typeof value === 'number' ? String(value).padStart(widths[column]!) : value.padEnd(widths[column]!);
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}

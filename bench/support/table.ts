/** Prints a Markdown table, its first column aligned to the left and the others to the right. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  console.log(`\n${[line(heads), line(rule), ...rows.map(line)].join('\n')}\n`);
}

/** Says on stderr what is being measured, out of the way of the tables. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints that something could not be measured, and why. */
export function printNotMeasured(what: string, reason: string): void {
  console.log(`${what}: not measured: ${reason}\n`);
}

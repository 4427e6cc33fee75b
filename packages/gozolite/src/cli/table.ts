/**
 * Plain text tables: columns padded to their widest cell, two spaces between, no trailing blanks. Cells are made
 * printable here, so a table never carries a control byte.
 */
import { printable } from './printable.ts';

export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((row) => header.map((_, column) => printable(row[column] ?? '')));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function width(cell: string): number {
  return [...cell].length;
}

/** A column of a text table. */
export interface Column {
  readonly title: string;
  /** @default 'right' */
  readonly align?: 'left' | 'right';
}

/** Lays out rows below their titles, each column as wide as its widest cell. Titles first. */
export function layOutTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const layOut = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const width = widths[index] ?? 0;
        const cell = cells[index] ?? '';
        return align === 'left' ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [layOut(columns.map(({ title }) => title)), ...rows.map(layOut)];
}

/** Writes one line for people. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Writes one JSON line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Writes one line beside the results. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

interface TextColumn {
  readonly title: string
  /** Numbers stand to the right. */
  readonly right?: true
}

/**
 * Rows as text with aligned columns.
 *
 * @example textTable([{ title: 'n', right: true }, { title: 'name' }], [['7', 'a'], ['12', 'b']]) // => ' n  name\n 7  a\n12  b'
 */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) =>
    Math.max(column.title.length, ...rows.map((row) => (row[at] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    columns
      .map((column, at) =>
        column.right
          ? (cells[at] ?? '').padStart(widths[at] ?? 0)
          : (cells[at] ?? '').padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [columns.map((column) => column.title), ...rows].map(line).join('\n')
}

/** A label beside a vertical marker, placed so that none lies on another. */
export interface PlacedLabel {
  readonly x: number
  readonly row: number
  /** True where it hangs to the left of its marker, because the right edge is too near. */
  readonly flipped: boolean
}

/** Puts each label (marker position and width, in pixels) in the first row where it is free. */
export function labelRows(labels: readonly { x: number; width: number }[], plotWidth: number): PlacedLabel[] {
  const rows: { from: number; to: number }[][] = []
  return labels.map(({ x, width }) => {
    const flipped = x + width > plotWidth && x - width >= 0
    const span = flipped ? { from: x - width, to: x } : { from: x, to: x + width }
    const free = rows.findIndex((taken) => taken.every(({ from, to }) => span.to <= from || span.from >= to))
    const row = free === -1 ? rows.length : free
    rows[row] = [...(rows[row] ?? []), span]
    return { x, row, flipped }
  })
}

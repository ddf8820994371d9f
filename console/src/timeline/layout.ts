/** Pixels of the timeline that drawing and pointer arithmetic must agree on. */
export const LAYOUT = {
  /** Room for the scale of the bars, left of the plot. */
  left: 48,
  /** Room for the scale of the running total, right of it. */
  right: 62,
  laneHeight: 66,
  /** Free above the largest value, so that its top edge and the marker stay visible. */
  headroom: 8,
  /** The strip under the bars that shows the windows of signals. */
  strip: 4,
  axisHeight: 20,
  staffRow: 16,
  /** A pointer that moved less meant to click. */
  dragSlop: 4,
  /** How far from a bar a click still means it. */
  reach: 14,
} as const

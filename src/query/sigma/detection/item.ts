import type { Span } from '../../plan/span.ts'
import type { Path } from '../document.ts'
import type { SigmaValue } from './value.ts'

/** What a search identifier says about an event. */
export type Detection = DetectionItem | DetectionGroup

export interface DetectionGroup {
  readonly kind: 'and' | 'or'
  readonly parts: readonly Detection[]
}

/** One field and what it is compared with. */
export interface DetectionItem {
  readonly kind: 'item'
  /** null: the whole event (keywords). */
  readonly field: string | null
  /** Each value is a list of alternatives of which one has to hold: some modifiers make several of one. */
  readonly values: readonly (readonly SigmaValue[])[]
  /** Every value has to hold, not one of them. */
  readonly every: boolean
  readonly negated: boolean
  readonly at: Span
  readonly path: Path
  /** Identifiers of the pipeline items that were applied to it. */
  readonly applied: readonly string[]
}

/** The detection with every item replaced. */
export function mapItems(detection: Detection, map: (item: DetectionItem) => Detection): Detection {
  if (detection.kind === 'item') return map(detection)
  return { kind: detection.kind, parts: detection.parts.map((part) => mapItems(part, map)) }
}

export function itemsOf(detection: Detection): DetectionItem[] {
  return detection.kind === 'item' ? [detection] : detection.parts.flatMap(itemsOf)
}

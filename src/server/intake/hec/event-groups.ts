import type { LineGroup } from '../../../activity/receive/delivery.ts'
import { LineGroups, linesIn } from '../../../activity/receive/line-groups.ts'
import type { LineSorter } from '../../../activity/receive/sort-lines.ts'
import { UNKNOWN } from '../../../activity/receive/unknown-source.ts'
import type { Source } from '../../../activity/sources/source.ts'
import type { HecEvent } from './read-events.ts'

/** The source that reads whole envelopes, for events of no other source. */
const ENVELOPES = 'splunk-hec'

/**
 * Sorts events by source: the one that their `sourcetype` names, else the one that recognises their lines. What none
 * recognises goes as its whole envelope to the source that reads those.
 */
export function eventGroups(
  events: Iterable<HecEvent>,
  sources: readonly Source[],
  sorter: LineSorter,
): LineGroup[] {
  const named = new Map(sources.map((source) => [source.name, source]))
  const groups = new LineGroups()
  for (const { text, envelope, sourcetype } of events) {
    const source = named.get(sourcetype)
    if (source !== undefined) {
      groups.add(source, text, linesIn(text))
      continue
    }
    const lines = splitLines(text).map((bytes) => {
      return { bytes, source: sorter.sourceOf(bytes.toString('utf8').replace(/\r$/, '')) }
    })
    if (lines.every((line) => line.source === null)) {
      groups.add(named.get(ENVELOPES) ?? UNKNOWN, envelope, 1)
    } else {
      for (const line of lines) groups.add(line.source ?? UNKNOWN, line.bytes, 1)
    }
  }
  return groups.finish()
}

/** Lines without their newline. */
function splitLines(text: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf(10, at)
    const end = newline < 0 ? text.length : newline
    lines.push(text.subarray(at, end))
    at = end + 1
  }
  return lines
}

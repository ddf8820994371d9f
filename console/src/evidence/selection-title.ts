import type { Case } from '../../../src/cases/case.ts'
import { leadSentence } from '../case/lead-sentence.ts'
import type { Selection } from '../case/selection.ts'
import { formatSpan } from '../format/clock.ts'
import { LANE_NAMES } from '../timeline/lane-names.ts'
import { HOUR_MS } from '../timeline/time-range.ts'

/** What the panel is about: the signal's own sentence, or the lane and the hour on the person's clock. */
export function selectionTitle(found: Case, selection: Selection): string {
  if ('signal' in selection) {
    const signal = [...found.signalList, ...found.corroboration].find(({ id }) => id === selection.signal)
    return signal === undefined
      ? `Signal ${selection.signal} is not among those listed for this case`
      : leadSentence(signal.sentence).lead
  }
  const start = Date.parse(selection.hour)
  return `${LANE_NAMES[selection.channel]}, ${formatSpan(start, start + HOUR_MS, found.timeZone)} (${selection.hour.slice(11, 16)} UTC)`
}

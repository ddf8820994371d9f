import type { Channel } from '../../../src/detect/signal.ts'
import { CHANNELS } from '../timeline/lane-names.ts'

/** What the evidence panel is about. It lives in the URL, so a link to it can be sent to a colleague. */
export type Selection = { readonly signal: string } | { readonly channel: Channel; readonly hour: string }

/** The search part of a case's URL. */
export interface SelectionSearch {
  readonly signal?: string
  readonly channel?: Channel
  readonly hour?: string
}

/**
 * Keeps what makes sense of a URL somebody may have typed; half a selection is none.
 *
 * @example readSelectionSearch({ channel: 'usb', hour: 'now' }) // => {}
 */
export function readSelectionSearch(search: Readonly<Record<string, unknown>>): SelectionSearch {
  const { signal, hour } = search
  if (typeof signal === 'string') return { signal }
  const channel = CHANNELS.find((known) => known === search['channel'])
  const isTime = typeof hour === 'string' && !Number.isNaN(Date.parse(hour))
  return channel !== undefined && isTime ? { channel, hour } : {}
}

/**
 * @example selectionOf({ signal: 's1' }) // => { signal: 's1' }
 */
export function selectionOf(search: SelectionSearch): Selection | null {
  if (search.signal !== undefined) return { signal: search.signal }
  if (search.channel !== undefined && search.hour !== undefined) {
    return { channel: search.channel, hour: search.hour }
  }
  return null
}

import { z } from 'zod'

/** Validity that never began or never ends, as the directory stores it. */
export const OPEN_START = '2000-01-01T00:00:00.000Z'
export const OPEN_END = '2100-01-01T00:00:00.000Z'

const SHAPE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/**
 * An ISO 8601 date or time as an instant; without an offset it is UTC. Null where it is none.
 *
 * @example instantOf('2026-03-10T10:00') // => '2026-03-10T10:00:00.000Z'
 * @example instantOf('2026-03-10 12:00:00+02:00') // => '2026-03-10T10:00:00.000Z'
 * @example instantOf('yesterday') // => null
 */
export function instantOf(text: string): string | null {
  const parts = SHAPE.exec(text.trim())
  if (parts === null) return null
  const [, date, minutes = '00:00', seconds = ':00', offset = 'Z'] = parts
  const milliseconds = Date.parse(`${date}T${minutes}${seconds}${offset.toUpperCase()}`)
  if (Number.isNaN(milliseconds)) return null
  const instant = new Date(milliseconds).toISOString()
  return instant >= OPEN_START && instant <= OPEN_END ? instant : null
}

/** A field that holds an instant; empty means `otherwise`, or is refused where there is none. */
export function instant(otherwise?: string) {
  return z.string().transform((text, context) => {
    const value = text.trim() === '' ? otherwise : instantOf(text)
    if (typeof value === 'string') return value
    context.addIssue({ code: 'custom', message: 'is not a date or ISO 8601 time between 2000 and 2100' })
    return z.NEVER
  })
}

/** A field that holds a calendar day. */
export function day(otherwise?: string) {
  return instant(otherwise).transform((text) => text.slice(0, 10))
}

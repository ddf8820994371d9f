import { z } from 'zod'
import { STANDINGS } from '../activity/directory/destinations.ts'
import { EXCEPTION_PARTS } from '../detect/feedback/exceptions.ts'
import { VERDICTS, type VerdictKind } from '../detect/feedback/verdicts.ts'
import { CHANNELS } from '../detect/signal.ts'
import { QUERY_LANGUAGES } from '../query/language.ts'
import type { EvidenceSelection } from './case-reader.ts'

const HOUR_MS = 3_600_000

const identifier = (what: string) =>
  z.string().regex(/^[\w.:@+-]{1,128}$/, `${what} must be 1 to 128 letters, digits or . : @ + - _`)

const wholeNumber = (what: string, min: number, max: number) =>
  z.coerce
    .number({ error: `${what} must be a whole number from ${min} to ${max}` })
    .int(`${what} must be a whole number from ${min} to ${max}`)
    .min(min, `${what} must be at least ${min}`)
    .max(max, `${what} must be at most ${max}`)

const hour = z.iso
  .datetime({ error: 'hour must be an ISO 8601 time in UTC, e.g. 2026-03-25T02:00:00Z', abort: true })
  .refine(
    (text) => Date.parse(text) % HOUR_MS === 0,
    'hour must be the start of an hour, e.g. 2026-03-25T02:00:00Z',
  )

/** The id in `/api/cases/:id`. */
export const caseParams = z.strictObject({ id: identifier('The case id') })

/** The person in `/api/review/:person`: a pseudonym or an account, so any printable text. */
export const reviewParams = z.strictObject({
  person: z.string().regex(/^[^\p{C}]{1,200}$/u, 'The person must be 1 to 200 printable characters'),
})

/** How far back an access review looks. */
export const reviewQuery = z.strictObject({ days: wholeNumber('days', 1, 3660).default(90) })

/** One signal, or one hour of one channel: asking for both or half of one is refused. */
export const evidenceQuery = z
  .strictObject({
    signal: identifier('signal').optional(),
    channel: z.enum(CHANNELS, { error: `channel must be one of ${CHANNELS.join(', ')}` }).optional(),
    hour: hour.optional(),
    limit: wholeNumber('limit', 1, 1000).default(50),
  })
  .transform((query, context): { selection: EvidenceSelection; limit: number } => {
    const { signal, channel, limit } = query
    if (signal !== undefined && channel === undefined && query.hour === undefined) {
      return { selection: { signal }, limit }
    }
    if (signal === undefined && channel !== undefined && query.hour !== undefined) {
      return { selection: { channel, hour: query.hour }, limit }
    }
    context.addIssue({
      code: 'custom',
      message: 'Ask for the evidence of either a signal (signal=ID) or an hour (channel=NAME and hour=TIME)',
    })
    return z.NEVER
  })

/** Routes without a query of their own accept none. */
export const noQuery = z.strictObject({})

/** Longest query an editor may send; a longer one is no text that somebody writes. */
const MOST_QUERY_CHARACTERS = 100_000

/** A query that is being written, and where the caret is. */
export const editorRequest = z.strictObject(
  {
    language: z.enum(QUERY_LANGUAGES, { error: `language must be one of ${QUERY_LANGUAGES.join(', ')}` }),
    text: z
      .string('text must be the text of the query')
      .max(MOST_QUERY_CHARACTERS, `text must be at most ${MOST_QUERY_CHARACTERS} characters`),
    offset: z
      .int('offset must be a whole number of at least 0')
      .min(0, 'offset must be a whole number of at least 0')
      .optional(),
    schema: z.string('schema must be the name of a schema').max(100).optional(),
  },
  { error: 'the body must be a JSON object' },
)

const NO_OBJECT = { error: 'the body must be a JSON object' }

/** Long enough for anything that is kept; what is kept has limits of its own. */
const words = (what: string) => z.string(`${what} must be text`).max(10_000, `${what} is too long`)

const deciding = { by: words('by'), reason: words('reason') }

const VERDICT_NAMES = Object.keys(VERDICTS) as [VerdictKind, ...VerdictKind[]]

/** What somebody says of a destination, and why. */
export const sanctionRequest = z.strictObject(
  {
    address: words('address'),
    standing: z.enum(STANDINGS, { error: `standing must be one of ${STANDINGS.join(', ')}` }),
    until: words('until').optional(),
    name: words('name').optional(),
    owner: words('owner').optional(),
    note: words('note').optional(),
    ...deciding,
  },
  NO_OBJECT,
)

export const withdrawalRequest = z.strictObject({ address: words('address'), ...deciding }, NO_OBJECT)

export const verdictRequest = z.strictObject(
  {
    case: identifier('The case id'),
    is: z.enum(VERDICT_NAMES, { error: `is must be one of ${VERDICT_NAMES.join(', ')}` }),
    ...deciding,
  },
  NO_OBJECT,
)

export const exceptionRequest = z.strictObject(
  {
    about: z.strictObject(
      Object.fromEntries(EXCEPTION_PARTS.map((part) => [part, words(part).optional()])) as Record<
        (typeof EXCEPTION_PARTS)[number],
        z.ZodOptional<z.ZodString>
      >,
      { error: 'about must name a person, a destination, an asset or a rule' },
    ),
    from: words('from').optional(),
    until: words('until'),
    ...deciding,
  },
  NO_OBJECT,
)

export const budgetRequest = z.strictObject(
  { casesAWeek: z.number('casesAWeek must be a number'), ...deciding },
  NO_OBJECT,
)

export const refitRequest = z.strictObject(deciding, NO_OBJECT)

export const undoRequest = z.strictObject(
  {
    decision: z.int('decision must be the number of one').min(1, 'decision must be the number of one'),
    ...deciding,
  },
  NO_OBJECT,
)

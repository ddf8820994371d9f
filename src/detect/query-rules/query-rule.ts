import { z } from 'zod'
import { ruleId, severity, technique, text } from '../rule-content.ts'
import { CHANNELS } from '../signal.ts'
import { DURATION, durationMs } from './duration.ts'

/** Where in a theft a query rule looks. A measure's steps are those that can open a case; these only tell the story. */
export const STAGES = ['recon', 'stage', 'extract', 'collect', 'send', 'hide', 'leave'] as const

/** The file that holds the query, by the language it is written in. */
export const QUERY_FILES = {
  kql: 'rule.kql',
  spl: 'rule.spl',
  sigma: 'rule.sigma.yml',
  sql: 'rule.sql',
} as const
export type RuleLanguage = keyof typeof QUERY_FILES

const duration = z.string().regex(DURATION, 'is not a time such as 15m, 1h or 14d')

/** Which column says who it was. Accounts and addresses are followed to the person who held them at that moment. */
const entity = z
  .strictObject({ person: text.optional(), account: text.optional(), address: text.optional() })
  .refine((it) => Object.values(it).filter((column) => column !== undefined).length === 1, {
    message: 'names one column: person, account or address',
  })

/** rule.yaml of a rule that is a query: everything about it but the query. */
export const queryRuleSchema = z
  .strictObject({
    id: ruleId,
    version: z.int().positive(),
    kind: z.literal('query'),
    title: text,
    description: text,
    /** Why the rule exists: what a thief cannot avoid doing. */
    reason: text,
    language: z.enum(['kql', 'spl', 'sigma', 'sql']),
    /** What names in the query mean: a schema of src/query/schemas. */
    schema: text.default('all'),
    /** How often it is asked. */
    schedule: duration,
    /** How far back it sees each time; at least the schedule, or something would never be seen. */
    lookBack: duration,
    /** Tables that are looked back into further, e.g. `{ staff: 60d }`: what happened there is told, not found. */
    lookBackOf: z.record(text, duration).optional(),
    channel: z.enum(CHANNELS),
    stage: z.enum(STAGES),
    /** `join` tells more about a case; `open` opens one by itself, as an alert of another product does. */
    case: z.enum(['join', 'open']).default('join'),
    severity,
    entity,
    /** Column that names what was touched. */
    asset: text.optional(),
    /** Columns with the first and the last act that count; a rule speaks on the day of the last. */
    times: z.strictObject({ first: text, last: text }).optional(),
    /** The number that the signal carries; how many rows there are where it is absent. */
    observed: z
      .strictObject({
        column: text,
        measure: text,
        unit: z.enum(['requests', 'tokens', 'bytes', 'files', 'share']),
      })
      .optional(),
    /** How many rows it takes; more than none where it is absent. */
    trigger: z
      .strictObject({ operator: z.enum(['>', '>=', '<', '<=', '==', '!=']), rows: z.int().min(0) })
      .optional(),
    /** With the columns of the query in braces, e.g. `{bytes_out|bytes}`, and `{day}`. */
    sentence: text,
    /** SQL condition on the channel's activity: the rows behind a signal. All of the window without it. */
    evidence: text.optional(),
    techniques: z.array(technique).default([]),
    falsePositives: z.array(text).default([]),
    response: z.array(text).default([]),
    /** Where it was imported from, and its id there. */
    origin: z.strictObject({ product: text, id: text, file: text }).optional(),
  })
  .refine((rule) => durationMs(rule.lookBack) >= durationMs(rule.schedule), {
    message: 'is shorter than the schedule, so that something would never be seen',
    path: ['lookBack'],
  })
  .refine((rule) => rule.language !== 'sql' || (rule.schedule === '1d' && rule.lookBack.endsWith('d')), {
    message: 'is 1d where the language is sql, and the look-back whole days',
    path: ['schedule'],
  })

/** One detector that is a query, as content: rule.yaml and the query beside it. */
export interface QueryRule extends z.infer<typeof queryRuleSchema> {
  readonly query: string
}

/** How far back the tables are looked into for which that is longer than the rule's look-back; milliseconds. */
export function longerLookBacks({
  lookBackOf = {},
}: Pick<QueryRule, 'lookBackOf'>): ReadonlyMap<string, number> {
  return new Map(Object.entries(lookBackOf).map(([table, lookBack]) => [table, durationMs(lookBack)]))
}

/** The column that says who it was, and what it holds. */
export function entityOf({ entity }: Pick<QueryRule, 'entity'>): {
  readonly kind: 'person' | 'account' | 'address'
  readonly column: string
} {
  if (entity.account !== undefined) return { kind: 'account', column: entity.account }
  if (entity.address !== undefined) return { kind: 'address', column: entity.address }
  return { kind: 'person', column: entity.person ?? '' }
}

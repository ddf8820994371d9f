import { z } from 'zod'
import { CHANNELS } from './signal.ts'

/**
 * What a theft is made of. Asking a model for its answers takes it at once; files are collected, then sent. Hiding is
 * what surrounds it.
 */
export const STEPS = ['extract', 'collect', 'send', 'hide'] as const
export type Step = (typeof STEPS)[number]

const text = z.string().trim().min(1)

/** ATT&CK ids are T1567 or T1567.002, ATLAS ids AML.T0024 or AML.T0024.002. */
const technique = z
  .strictObject({
    framework: z.enum(['ATT&CK', 'ATLAS']),
    version: text,
    id: text,
    name: text,
  })
  .refine((it) => (it.framework === 'ATLAS' ? /^AML\.T\d{4}(\.\d{3})?$/ : /^T\d{4}(\.\d{3})?$/).test(it.id), {
    message: 'is not an id of its framework (T1567.002 in ATT&CK, AML.T0024.002 in ATLAS)',
    path: ['id'],
  })

/** What the rule's SQL and the judgement read as `{name:Type}` parameters. */
const constants = z
  .looseObject({
    /** Days one value covers; baselines end before them. */
    windowDays: z.int().min(1).max(28),
    /** The least value that matters, in the rule's unit. */
    floor: z.number().positive(),
    /** How many times the own and the peers' median a value has to be. */
    multiplier: z.number().min(1),
    /** Values are compared as ln(1 + value / scale). */
    scale: z.number().positive(),
  })
  .catchall(z.number())

/** rule.yaml: everything about a rule but its SQL. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a lower-case name with dashes'),
  version: z.int().positive(),
  title: text,
  description: text,
  /** Why the rule exists: what a thief cannot avoid doing. */
  reason: text,
  channel: z.enum(CHANNELS),
  /** Columns of the channel's activity it rests on: a source that does not fill them does not let it see. */
  reads: z.array(text).min(1),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  measure: text,
  unit: z.enum(['requests', 'tokens', 'bytes', 'files', 'share']),
  constants,
  step: z.enum(STEPS),
  /** With `{observed}`, `{day}` and the facts of the SQL in braces, e.g. `{share|percent}`. */
  sentence: text,
  /** The same over several days, with `{observed}` alone. */
  runSentence: text,
  /** SQL condition on the channel's activity: the rows behind a signal. All of the window without it. */
  evidence: text.optional(),
  techniques: z.array(technique).min(1),
  falsePositives: z.array(text).min(1),
  response: z.array(text).min(1),
})

/** One detector as content: rule.yaml and the SELECT beside it. */
export interface Rule extends z.infer<typeof ruleSchema> {
  /** One row per person and day with a value: person, day, observed, first_activity, last_activity, assets, facts. */
  readonly sql: string
}

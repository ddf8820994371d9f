import { z } from 'zod'
import { ruleId, severity, technique, text } from './rule-content.ts'
import { CHANNELS } from './signal.ts'

/**
 * What a theft is made of. Asking a model for its answers takes it at once; files are collected, then sent. Hiding is
 * what surrounds it.
 */
export const STEPS = ['extract', 'collect', 'send', 'hide'] as const
export type Step = (typeof STEPS)[number]

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

/** rule.yaml of a rule that measures: everything about it but its SQL. */
export const ruleSchema = z.strictObject({
  id: ruleId,
  version: z.int().positive(),
  kind: z.literal('measure'),
  title: text,
  description: text,
  /** Why the rule exists: what a thief cannot avoid doing. */
  reason: text,
  channel: z.enum(CHANNELS),
  /** Columns of the channel's activity it rests on: a source that does not fill them does not let it see. */
  reads: z.array(text).min(1),
  severity,
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

/** One detector that measures, as content: rule.yaml and the SELECT beside it. */
export interface Rule extends z.infer<typeof ruleSchema> {
  /** One row per person and day with a value: person, day, observed, first_activity, last_activity, assets, facts. */
  readonly sql: string
}

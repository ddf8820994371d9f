import type { Correlate, Presence } from '../../plan/relation.ts'
import { columnOf, HIDDEN, type PrintContext, type PrintedRelation } from '../context.ts'
import { identifier } from '../identifier.ts'
import { ALIAS, named, opened, passedOn } from '../select.ts'
import { slidingFrame, slidingKey } from '../sliding-window.ts'

/** Columns that are added to the input's on the way. */
const TICK = `${HIDDEN}tick`
const EVENT = `${HIDDEN}event`
const TIE = `${HIDDEN}tie`
const KEY = `${HIDDEN}key`
const GROUP = `${HIDDEN}group`
const MEASURED = `${HIDDEN}measured`

/** A step of the SQL: more columns over the rows of the step before. */
type Step = (from: string) => string

/** Events at which a measure over the window that ends with them fulfils the conditions. */
export function printCorrelate(correlate: Correlate, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(correlate.input), correlate.input.columns)
  const scope = { alias: ALIAS, order: [], over: '' }
  const { measure, by } = correlate
  const columns = passedOn(correlate.input.columns, [])
  const facts = [
    named(context.expression(correlate.tick, scope), TICK),
    named(context.expression(correlate.event, scope), EVENT),
    named(context.expression(correlate.tieBreak, scope), TIE),
    ...by.map((value, at) => named(context.expression(value, scope), `${GROUP}${at}`)),
    ...('of' in measure ? [named(context.expression(measure.of, scope), MEASURED)] : []),
  ]
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  const events = `(SELECT ${[columns, ...facts].join(', ')} FROM ${input.from}${where})`
  const partition = by.map((_value, at) => columnOf(ALIAS, `${GROUP}${at}`))
  const steps = STEPS[measure.kind](correlate, partition)
  const measured = steps.reduce((from, step) => `(${step(`${from} AS ${ALIAS}`)})`, events)
  const value = columnOf(ALIAS, correlate.value)
  return {
    from: `${measured} AS ${ALIAS}`,
    where: [
      ...(measure.kind === 'temporal' && measure.holds ? [presence(measure.holds)] : []),
      ...correlate.conditions.map(
        ({ operator, value: bound }) =>
          `${value} ${operator === '==' ? '=' : operator} ${context.parameter(String(bound), 'Float64')}`,
      ),
    ],
    order: [],
  }
}

type StepsOf = (correlate: Correlate, partition: readonly string[]) => readonly Step[]

const STEPS: { readonly [Kind in Correlate['measure']['kind']]: StepsOf } = {
  count: (correlate, partition) => sliding(correlate, partition, 'count()'),
  sum: (correlate, partition) => sliding(correlate, partition, `sumOrNull(${columnOf(ALIAS, MEASURED)})`),
  average: (correlate, partition) => sliding(correlate, partition, `avgOrNull(${columnOf(ALIAS, MEASURED)})`),
  median: (correlate, partition) => sliding(correlate, partition, quantile(50)),
  percentile: (correlate, partition) =>
    sliding(
      correlate,
      partition,
      quantile(correlate.measure.kind === 'percentile' ? correlate.measure.percentile : 50),
    ),
  distinct,
  temporal,
  temporal_ordered: temporalOrdered,
}

function quantile(percentile: number): string {
  return `quantileExactInclusiveOrNull(${percentile / 100})(${columnOf(ALIAS, MEASURED)})`
}

/** An aggregate over the window that ends with each event. */
function sliding(correlate: Correlate, partition: readonly string[], aggregate: string): Step[] {
  return [
    withKey(correlate, partition),
    (from) =>
      `SELECT *, ${named(`toFloat64(${aggregate} OVER (${over(partition)}))`, correlate.value)} FROM ${from}`,
  ]
}

function withKey({ spanTicks }: Correlate, partition: readonly string[]): Step {
  const tick = columnOf(ALIAS, TICK)
  const first = `min(${tick}) OVER (${partitioned(partition)})`
  return (from) => `SELECT *, ${named(slidingKey(tick, first, spanTicks), KEY)} FROM ${from}`
}

function over(partition: readonly string[]): string {
  return `${partitioned(partition)} ORDER BY ${columnOf(ALIAS, KEY)} ${slidingFrame}`.trim()
}

function partitioned(partition: readonly string[]): string {
  return partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')}`
}

/**
 * How many values are in the window. A value is there from its first event until a span after the last that follows in time: +1
 * where that begins, -1 a tick after it ends, and a running sum; one pass however many events a window has.
 */
function distinct(correlate: Correlate, partition: readonly string[]): Step[] {
  const { spanTicks } = correlate
  const tick = columnOf(ALIAS, TICK)
  const ofValue = `${partitioned([...partition, columnOf(ALIAS, MEASURED)])} ORDER BY ${tick}`
  const begins = `ifNull(${tick} - anyOrNull(${tick}) OVER (${ofValue} ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) > ${spanTicks}, true)`
  const ends = `ifNull(anyOrNull(${tick}) OVER (${ofValue} ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) - ${tick} > ${spanTicks}, true)`
  const change = identifier(`${HIDDEN}change`)
  return [
    (from) => `SELECT *, ${begins} AS ${HIDDEN}begins, ${ends} AS ${HIDDEN}ends FROM ${from}`,
    (from) =>
      `SELECT *, arrayJoin(if(${HIDDEN}ends, [(${tick}, toInt64(${HIDDEN}begins), true), (${tick} + ${spanTicks} + 1, toInt64(-1), false)], [(${tick}, toInt64(${HIDDEN}begins), true)])) AS ${change} FROM ${from}`,
    (from) =>
      `SELECT *, ${named(`toFloat64(sum(${change}.2) OVER (${partitioned(partition)} ORDER BY ${change}.1))`, correlate.value)} FROM ${from}`,
    (from) => `SELECT * FROM ${from} WHERE ${change}.3`,
  ]
}

/** How many kinds of event are in the window; which ones, in a column each. */
function temporal(correlate: Correlate, partition: readonly string[]): Step[] {
  const kinds = Array.from({ length: kindsOf(correlate) }, (_, kind) => kind)
  const appear = kinds.map((kind) =>
    named(`max(${columnOf(ALIAS, EVENT)} = ${kind}) OVER (${over(partition)})`, appears(kind)),
  )
  const count = kinds.map((kind) => columnOf(ALIAS, appears(kind))).join(' + ')
  return [
    withKey(correlate, partition),
    (from) => `SELECT *, ${appear.join(', ')} FROM ${from}`,
    (from) => `SELECT *, ${named(`toFloat64(${count})`, correlate.value)} FROM ${from}`,
  ]
}

function appears(kind: number): string {
  return `${HIDDEN}appears${kind}`
}

function presence(condition: Presence): string {
  switch (condition.kind) {
    case 'event':
      return columnOf(ALIAS, appears(condition.event))
    case 'not':
      return `NOT ${presence(condition.part)}`
    default:
      return `(${condition.parts.map(presence).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`
  }
}

/**
 * Where a chain of all kinds ends in time. For each event of kind k, the latest beginning of a chain of kinds 0 to k that ends with it:
 * the greatest one of kind k - 1 among earlier events. Of one moment and one tie-break later kinds come first: they are one event,
 * and no event follows itself.
 */
function temporalOrdered(correlate: Correlate, partition: readonly string[]): Step[] {
  const [tick, event, tie] = [TICK, EVENT, TIE].map((name) => columnOf(ALIAS, name))
  const earlier = `${partitioned(partition)} ORDER BY ${tick}, ${tie}, ${event} DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING`
  const begin = (kind: number) => `${HIDDEN}begin${kind}`
  const last = kindsOf(correlate) - 1
  const chains = Array.from({ length: last }, (_, at): Step => {
    const latest = `maxOrNull(${columnOf(ALIAS, begin(at))}) OVER (${earlier})`
    return (from) => `SELECT *, if(${event} = ${at + 1}, ${latest}, NULL) AS ${begin(at + 1)} FROM ${from}`
  })
  return [
    (from) => `SELECT *, if(${event} = 0, ${tick}, NULL) AS ${begin(0)} FROM ${from}`,
    ...chains,
    (from) =>
      `SELECT *, ${named(`toFloat64(${last + 1})`, correlate.value)} FROM ${from} WHERE ifNull(${tick} - ${columnOf(ALIAS, begin(last))} <= ${correlate.spanTicks}, false)`,
  ]
}

function kindsOf({ measure }: Correlate): number {
  return 'events' in measure ? measure.events : 0
}

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { rowsOver } from '../../../test/support/sigma-events.ts'
import type { Row } from '../run/rows-table.ts'

interface Case {
  readonly what: string
  readonly correlation: object
  readonly others?: readonly object[]
  readonly events: readonly ({ readonly id: string; readonly at?: number } & Row)[]
  readonly fires: readonly string[]
}

const FOLDER = new URL('correlation-events/', import.meta.url)
const START = BigInt(Date.UTC(2026, 2, 1)) * 10_000n

/** `a`: events of kind a. `any`: every event with a kind. */
const RULES = ['a', 'b', 'c', 'any'].map((name) => ({
  name,
  logsource: { category: 'test' },
  detection: { selection: { kind: name === 'any' ? '*' : name }, condition: 'selection' },
}))

const engine = scratchEngine()

describe.each(readdirSync(FOLDER))('correlations on events: %s', (file) => {
  const cases = parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[]
  it.each(cases.map((one) => [one.what, one] as const))(
    '%s',
    async (_what, { correlation, others, events, fires }) => {
      const rules = [{ title: 'case', correlation }, ...(others ?? []), ...RULES]
      const rows = await rowsOver(engine, rules, events.map(eventOf))
      const fired = rows.map((row) => String(row['event_id']))
      expect([...new Set(fired)].toSorted()).toEqual(fires.toSorted())
    },
  )
})

/** The event with its time to the tick, and its id where correlations look for one. */
function eventOf({ id, at, ...fields }: Case['events'][number]): Row {
  if (at === undefined) return { event_id: id, ...fields }
  const [seconds = '0', fraction = ''] = at.toFixed(7).split('.')
  const milliseconds = Number((START + BigInt(seconds) * 10_000_000n) / 10_000n)
  const time = new Date(milliseconds).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`)
  return { event_id: id, time, ...fields }
}

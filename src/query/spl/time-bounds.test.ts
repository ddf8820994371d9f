import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { runQuery } from '../run/run-query.ts'
import { requiredTicks } from '../run/ticks-of-time.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'

const here = temporaryStores()
const NOW = requiredTicks('2026-03-10T00:00:00Z', 'now')

/** One before the week, two within it, one that a clock ahead of ours has written. */
const LOGINS = ['2026-02-01', '2026-03-08', '2026-03-09', '2026-03-11'].map((day) => ({
  _time: `${day}T12:00:00Z`,
  user: 'ann',
  action: 'success',
}))

const COUNTS: readonly [where: string, rows: number][] = [
  ['', 4],
  ['where earliest=-7d', 2],
  ['where earliest=-7d latest=+2d', 3],
  ['where latest=-1d', 2],
  ['where earliest=-7d Authentication.action=success', 2],
]

async function count(text: string, period?: { readonly fromTicks: bigint; readonly untilTicks: bigint }) {
  const { rows } = await runQuery(here.stores.analytics, {
    language: 'spl',
    text,
    schema: schemaNamed('splunk'),
    nowTicks: NOW,
    ...(period === undefined ? {} : { period }),
    rows: new Map([['Authentication.Authentication', LOGINS]]),
    limits: DEFAULT_LIMITS,
  })
  return rows
}

it.each(COUNTS)('tstats %s counts %i events of a data model: what begins ends now', async (where, events) => {
  expect(await count(`| tstats count from datamodel=Authentication.Authentication ${where}`)).toEqual([
    [events],
  ])
})

it('takes the side that a search leaves open from the look-back of a rule', async () => {
  const period = { fromTicks: NOW - 86_400_0000000n, untilTicks: NOW }
  const tstats = '| tstats count from datamodel=Authentication.Authentication'
  expect(await count(tstats, period)).toEqual([[1]])
  expect(await count(`${tstats} where earliest=-7d`, period)).toEqual([[2]])
})

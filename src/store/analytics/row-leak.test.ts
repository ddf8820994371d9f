import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'

const here = temporaryStores()

/** Fails in the middle of its output, with rows of somebody else already written. */
const FAILS_HALF_WAY = `SELECT number, 'secret' AS word, throwIf(number = 3) FROM numbers(10) SETTINGS max_block_size = 1`

it('lets no row of a failed query cross into the next one', async () => {
  const { analytics } = here.stores
  for (let trial = 0; trial < 60; trial += 1) {
    await expect(analytics.query(FAILS_HALF_WAY)).rejects.toThrow('throwIf')
    expect(await analytics.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  }
})

it('lets no row cross between users of the read-only connection', async () => {
  const { analytics } = here.stores
  for (let trial = 0; trial < 60; trial += 1) {
    const failing = 'SELECT number, throwIf(number = 300000) FROM numbers(400000)'
    await expect(analytics.readOnly(failing)).rejects.toMatchObject({ code: 'query-failed' })
    expect((await analytics.readOnly('SELECT 1 AS one')).rows).toEqual([[1]])
  }
})

it('lets no row cross when queries wait behind a failing one', async () => {
  const { analytics } = here.stores
  const answers = await Promise.allSettled([
    analytics.query(FAILS_HALF_WAY),
    analytics.query('SELECT 2 AS two'),
    analytics.query(FAILS_HALF_WAY),
    analytics.query('SELECT 3 AS three'),
  ])
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
    'failed',
    [{ two: 2 }],
    'failed',
    [{ three: 3 }],
  ])
})

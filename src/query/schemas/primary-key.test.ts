import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { identifier } from '../clickhouse/identifier.ts'
import { schemaNamed } from './load-schemas.ts'
import type { SchemaTable } from './schema.ts'

const here = temporaryStores()
const tables = schemaNamed().tables

/** Two months of rows, in many granules. */
const FILLED: Readonly<Record<string, string>> = {
  inference_row: '(time, account, event_id) SELECT t, u, n FROM rows',
  artifact_row: "(time, account, operation, event_id) SELECT t, u, 'GET', n FROM rows",
  object_row: "(time, account, operation, event_id) SELECT t, u, 'GET', n FROM rows",
  flow_row:
    "(time, src_ip, dst_ip, event_id) SELECT t, concat('10.50.100.', toString(n % 200)), '198.51.100.55', n FROM rows",
  web_row: '(time, account, event_id) SELECT t, u, n FROM rows',
  session_row: "(time, account, how, event_id) SELECT t, u, 'login', n FROM rows",
}
const ROWS =
  "WITH rows AS (SELECT number AS n, toDateTime64('2026-03-01', 3, 'UTC') + number * 26 AS t, concat('user.', toString(number % 200)) AS u FROM numbers(200000))"

beforeEach(async () => {
  for (const [table, values] of Object.entries(FILLED)) {
    const [columns, select] = values.split(' SELECT ')
    await here.stores.analytics.command(`INSERT INTO ${table} ${columns} ${ROWS} SELECT ${select}`)
  }
})

describe('a filter on a column of a table reaches the primary key of the activity below', () => {
  it('of time, for every table that has rows of activity', async () => {
    const unpruned: string[] = []
    for (const table of tables.filter(isActivity)) {
      const condition = `_t.${identifier(table.time ?? '')} >= toDateTime64('2026-04-02', 7, 'UTC')`
      for (const read of await readsOf(table, condition)) {
        if (read.granules >= read.of) unpruned.push(`${table.name} ${read.table} ${read.granules}/${read.of}`)
      }
    }
    expect(unpruned).toEqual([])
  })

  it.each([
    ['CustomLogs_CL', 'UserId', 'user.7'],
    ['StorageBlobLogs', 'CallerIdentity', 'user.7'],
    ['NetworkTraffic', 'SrcAddr', '10.50.100.47'],
    ['SigninLogs', 'UserPrincipalName', 'user.7'],
    ['_Im_FileEvent', 'ActorUsername', 'user.7'],
    ['_Im_NetworkSession', 'SrcIpAddr', '10.50.100.47'],
    ['api_activity', 'actor.user.name', 'user.7'],
    ['conn', 'id.orig_h', '10.50.100.47'],
    ['sigma_proxy', 'cs-username', 'user.7'],
    ['inference', 'account', 'user.7'],
    ['flow', 'src_ip', '10.50.100.47'],
  ])('of who or whence: %s by %s', async (name, column, value) => {
    const table = tables.find((one) => one.name === name)
    if (table === undefined) throw new Error(`There is no table ${name}.`)
    const reads = await readsOf(table, `_t.${identifier(column)} <=> '${value}'`)
    expect(reads.length).toBeGreaterThan(0)
    // Flows lie in the order of addresses, all else in that of accounts.
    const wide = reads.filter(
      ({ table: read, condition }) =>
        !condition.includes(value) && !(read === 'flow_row' && name === 'CustomLogs_CL'),
    )
    expect(wide).toEqual([])
  })

  it('of a kind of act reads no other table', async () => {
    const table = tables.find(({ name }) => name === 'CustomLogs_CL') as SchemaTable
    const reads = await readsOf(table, "_t.`Category` <=> 'mlflow_access'")
    expect(reads.filter(({ of }) => of > 0).map((read) => read.table)).toEqual(['artifact_row'])
  })
})

function isActivity({ select = '', time, aliasOf }: SchemaTable): boolean {
  return (
    time !== undefined &&
    aliasOf === undefined &&
    /FROM `(inference|artifact|object|flow|web|session)`/.test(select)
  )
}

interface Read {
  readonly table: string
  readonly granules: number
  readonly of: number
  readonly condition: string
}

/** What is read of each table that the test filled; nothing where the engine sees that no row can fit. */
async function readsOf({ select }: SchemaTable, where: string): Promise<Read[]> {
  const lines = await here.stores.analytics.query<{ explain: string }>(
    `EXPLAIN indexes = 1 SELECT * FROM (${select}) AS _t WHERE ${where}`,
  )
  const text = lines.map(({ explain }) => explain).join('\n')
  return text
    .split('ReadFromMergeTree')
    .slice(1)
    .map((part) => {
      const counts = [...part.matchAll(/Granules: (\d+)\/(\d+)/g)]
      return {
        table: /\.(\w+)/.exec(part)?.[1] ?? '',
        granules: Number(counts.at(-1)?.[1] ?? 0),
        of: Number(counts[0]?.[2] ?? 0),
        condition: [...part.matchAll(/Condition: (.*)/g)].map(([, said]) => said).join(' '),
      }
    })
    .filter(({ table }) => table in FILLED)
}

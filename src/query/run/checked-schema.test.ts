import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { openEmbedded } from '../../store/analytics/embedded.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { schemaNamed } from '../schemas/load-schemas.ts'
import { checkedSchema } from './checked-schema.ts'
import { runQuery } from './run-query.ts'

const folder = temporaryFolder()
let store: AnalyticsStore
beforeAll(async () => {
  store = await openEmbedded(join(folder, 'data'))
})
afterAll(() => store.close())

let files = 0
async function tableOver(expression: string) {
  const file = join(folder, `own-${files++}.yaml`)
  writeFileSync(
    file,
    `name: Own_CL\ncolumns:\n  a: string\nselects:\n  - from: flow\n    values:\n      a: ${JSON.stringify(expression)}\n`,
  )
  const schema = await checkedSchema(schemaNamed('all', { files: [file] }), store)
  return runQuery(store, {
    language: 'kql',
    text: 'Own_CL | take 5',
    schema,
    nowTicks: 0n,
    limits: DEFAULT_LIMITS,
  })
}

it('a table of the user is read as it is declared', async () => {
  expect((await tableOver("concat(src_ip, ' -- x')")).rows).toEqual([])
})

it.each([
  "file('/etc/hostname')",
  "(SELECT * FROM file('/etc/hostname', 'LineAsString'))",
  '(SELECT dummy FROM system.one)',
  "1 AS a FROM system.one) AS _t, (SELECT '' AS a",
  "1) FROM url('http://127.0.0.1:1/', 'LineAsString') -- ",
  "src_ip /* ' */ INTO OUTFILE '/srv/x",
  'src_ip SETTINGS max_execution_time = 0',
  "getSetting('max_threads')",
])('a file that declares a table with %s is refused, whatever it says', async (expression) => {
  await expect(tableOver(expression)).rejects.toMatchObject({
    code: expect.stringMatching(/^(not-read-only|query-failed|bad-input)$/),
  })
})

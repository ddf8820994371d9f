import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { rebuildRollUps } from '../roll-ups/rebuild.ts'

const here = temporaryStores()
const folder = temporaryFolder()

async function take(name: string, lines: readonly string[]): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  for await (const result of ingest(here.stores, [path])) expect(result.error).toBeUndefined()
}

const call = (user: string, at: number) =>
  `2026-03-10T22:14:${at}Z POST /v1/completions user=${user} src=10.50.100.47 tokens_in=1 tokens_out=2 status=200`

it('knows people by their login, whatever form the log gives it, also when the directory comes later', async () => {
  await take('api.log', [
    call('amber.heron@corp.example.com', 10),
    call('CORP\\Amber.Heron', 11),
    call('arn:aws:sts::123456789012:assumed-role/engineer/amber.heron', 12),
    call('slate.wren', 13),
    call('olive@one.example.com', 14),
    call('given@corp.example.com', 15),
  ])
  await rebuildRollUps(here.stores)
  await take('people.csv', [
    'person',
    'amber.heron',
    'slate.wren@corp.example.com',
    'olive',
    'olive@two.example.com',
    'given',
    'other',
  ])
  await take('accounts.csv', ['account,person', 'given@corp.example.com,other'])
  await rebuildRollUps(here.stores)
  expect(
    await here.stores.analytics.query(
      'SELECT toString(person) AS person, sum(act.requests) AS requests FROM inference_hour AS act GROUP BY person ORDER BY person',
    ),
  ).toEqual([
    { person: 'amber.heron', requests: 3 },
    { person: 'olive@one.example.com', requests: 1 },
    { person: 'other', requests: 1 },
    { person: 'slate.wren@corp.example.com', requests: 1 },
  ])
})

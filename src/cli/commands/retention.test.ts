import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonLines, weighbridge } from '../../../test/support/run-weighbridge.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const policy = join(folder, 'policy.yaml')
writeFileSync(policy, 'inference: 30d\n')

const DAY_MS = 86_400_000
const call = (daysAgo: number) =>
  `${new Date(Date.now() - daysAgo * DAY_MS).toISOString()} POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=2\n`

const retention = (...args: string[]) => weighbridge(['retention', ...args, '--data', data])
const inference = (out: string) =>
  jsonLines<{ table: string }>(out).find(({ table }) => table === 'inference')

it('says what would go, removes it, and says that it did', () => {
  const log = join(folder, 'api.log')
  writeFileSync(log, [100, 50, 40, 2, 1].map(call).join(''))
  expect(weighbridge(['ingest', '--data', data, log]).status).toBe(0)
  const figures = { term: '30d', removedRows: 3, keptRows: 2, heldByCases: 0, stillNeeded: 0 }
  const dry = retention('apply', '--policy', policy, '--dry-run', '--json')
  expect(inference(dry.out)).toMatchObject({ ...figures, dryRun: true })
  expect(inference(retention('show', '--policy', policy, '--json').out)).toMatchObject({
    ...figures,
    rows: 5,
  })
  const done = retention('apply', '--policy', policy, '--yes', '--json')
  expect(done.status).toBe(0)
  expect(inference(done.out)).toMatchObject({ ...figures, dryRun: false })
  const after = retention('show', '--policy', policy)
  expect(after.out).toMatch(/^inference +2 +.* 30d +0 +0$/m)
  expect(after.out).toMatch(/inference +3 .* 30d {3}.*policy\.yaml$/m)
}, 120_000)

it('asks for --yes where nobody can be asked, and removes nothing', () => {
  const refused = retention('apply', '--policy', policy)
  expect(refused.status).toBe(2)
  expect(refused.err).toBe(
    'weighbridge: Removed rows do not come back, and nobody is there to be asked: add --yes, or look first with --dry-run.\n',
  )
})

it.each([
  [
    'inference: 0d\n',
    1,
    'inference: 0d is too short, because everything would be removed; keep at least one day.',
  ],
  [null, 4, 'Cannot read the policy'],
])('refuses the policy %j', (text, status, sentence) => {
  const file = join(folder, text === null ? 'missing.yaml' : 'bad.yaml')
  if (text !== null) writeFileSync(file, text)
  const refused = retention('apply', '--policy', file, '--yes')
  expect(refused.status).toBe(status)
  expect(refused.err).toContain(sentence)
  expect(refused.err.trim().split('\n')).toHaveLength(1)
})

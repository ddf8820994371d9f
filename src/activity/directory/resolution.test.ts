import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { rebuildRollUps } from '../roll-ups/rebuild.ts'

const here = temporaryStores()
const folder = temporaryFolder()

it('splits the flows of an address where its lease moves from one person to another', async () => {
  await take('leases.csv', LEASES)
  await take('flows.log', [flow('09:59:59', 1), flow('10:00:00', 2), flow('11:00:00', 4)])
  expect(await bytesByPerson()).toEqual({ 'amber.heron': 1, 'slate.wren': 6 })
})

it('counts a lease that arrives after the flows it explains', async () => {
  await take('flows.log', [flow('09:59:59', 1), flow('10:00:00', 2)])
  expect(await bytesByPerson()).toEqual({ 'ip:10.50.100.7': 3 })
  await take('leases.csv', LEASES)
  expect(await bytesByPerson()).toEqual({ 'amber.heron': 1, 'slate.wren': 2 })
})

it('ends a lease when the next one for the address begins, whatever its own end says', async () => {
  await take('leases.csv', [
    LEASES[0],
    '10.50.100.7,amber.heron,2026-03-01T00:00:00Z,',
    '10.50.100.7,slate.wren,2026-03-10T10:00:00Z,2026-03-10T10:30:00Z',
  ])
  await take('flows.log', [flow('09:59:59', 1), flow('10:00:00', 2), flow('11:00:00', 4)])
  expect(await bytesByPerson()).toEqual({ 'amber.heron': 1, 'slate.wren': 2, 'ip:10.50.100.7': 4 })
})

it('forgets a lease that a corrected file no longer holds', async () => {
  await take('flows.log', [flow('10:00:00', 2)])
  await take('leases.csv', LEASES)
  await take('leases.csv', LEASES.slice(0, 2))
  expect(await bytesByPerson()).toEqual({ 'ip:10.50.100.7': 2 })
})

it('gives one person the acts of all their accounts, system by system', async () => {
  await take('accounts.csv', [
    'account,system,person,from,to',
    'key-7f3a,api,amber.heron,,',
    'amber@prometheus.example.com,gateway,amber.heron,,',
    // The same login belongs to somebody else on another system.
    'shared,api,amber.heron,,',
    'shared,mlflow,slate.wren,,',
  ])
  await take('calls.log', [call('key-7f3a', 1), call('shared', 2), call('nobody', 4)])
  await take('gateway.jsonl', [
    '{"timestamp":"2026-03-10T09:00:00Z","path":"/v1/completions","user":"amber@prometheus.example.com","status":200,"usage":{"prompt_tokens":1,"completion_tokens":8}}',
  ])
  await rebuildRollUps(here.stores)
  expect(
    await here.stores.analytics.query(
      'SELECT person, sum(tokens_out) AS tokens FROM inference_hour GROUP BY person ORDER BY person',
    ),
  ).toEqual([
    { person: 'amber.heron', tokens: 11 },
    { person: 'nobody', tokens: 4 },
  ])
})

it('hands an account over at the moment the directory says', async () => {
  await take('accounts.csv', [
    'account,system,person,from,to',
    'key-1,api,amber.heron,,2026-03-10T09:00:00Z',
    'key-1,api,slate.wren,2026-03-10T09:00:00Z,',
  ])
  await take('calls.log', [call('key-1', 1, '08:59:59'), call('key-1', 2, '09:00:00')])
  expect(await here.stores.analytics.query('SELECT person, tokens_out FROM inference ORDER BY time')).toEqual(
    [
      { person: 'amber.heron', tokens_out: 1 },
      { person: 'slate.wren', tokens_out: 2 },
    ],
  )
})

it('finds assets by the longest path, bucket and prefix, endpoint or model, also when told of them late', async () => {
  await take('calls.log', [call('a', 1)])
  await take('gateway.jsonl', [
    '{"timestamp":"2026-03-10T09:00:00Z","path":"/v1/completions","user":"a","model":"titanlm-7b","status":200,"usage":{"prompt_tokens":1,"completion_tokens":8}}',
  ])
  await take('registry.log', [
    '2026-03-10T09:00:00Z GET /get user=a artifact_path=models/titanllm-70b/weights/ file=x.safetensors size=1GB status=200',
    '2026-03-10T09:00:00Z GET /get user=a artifact_path=models/titanllm-70b/notes/ file=x.txt size=1kB status=200',
    '2026-03-10T09:00:00Z GET /get user=a artifact_path=elsewhere/ file=x.bin size=1MB status=200',
  ])
  await take('lake.log', [
    '2026-03-10T09:00:00Z GET s3://lake/sft/v3/part-0/ user=a objects=2 total_size=1GB',
  ])
  await take('assets.yaml', [
    'assets:',
    '  - { id: weights, kind: model, bytes: 1000, registry: [models/titanllm-70b/weights/], endpoints: [/v1/completions] }',
    '  - { id: model-page, kind: model, registry: [models/titanllm-70b/] }',
    '  - { id: small, kind: model, models: [titanlm-7b] }',
    '  - { id: sft, kind: dataset, buckets: [{ bucket: lake, prefix: sft/ }] }',
  ])
  await rebuildRollUps(here.stores)
  const assets = await here.stores.analytics.query<{ place: string; asset: string }>(
    `SELECT concat(endpoint, ' ', model) AS place, toString(asset) AS asset FROM inference_hour
     UNION ALL SELECT path, toString(asset) FROM artifact_hour
     UNION ALL SELECT concat(bucket, '/', prefix), toString(asset) FROM object_hour`,
  )
  expect(Object.fromEntries(assets.map(({ place, asset }) => [place, asset]))).toEqual({
    '/v1/completions ': 'weights',
    '/v1/completions titanlm-7b': 'small',
    'models/titanllm-70b/weights/': 'weights',
    'models/titanllm-70b/notes/': 'model-page',
    'elsewhere/': '',
    'lake/sft/v3/part-0/': 'sft',
  })
})

it('rejects directory lines one by one, with the column', async () => {
  const result = await take('people.csv', [
    'person,name,team,role,kind,time_zone,hired,left',
    'amber.heron,"Heron, Amber",titan,ml-engineer,human,Europe/Berlin,2022-01-01,',
    'slate.wren,Slate Wren,titan,ml-engineer,robot,Europe/Berlin,2022-01-01,',
    'olive.finch,Olive Finch,titan,ml-engineer,human,Mars/Base,2022-01-01,',
    'teal.swift,"Teal Swift,titan,ml-engineer,human,Europe/Berlin,2022-01-01,',
    'ruby.crane,Ruby Crane,titan',
  ])
  expect(result).toMatchObject({ source: 'people', lines: 5, accepted: 1, rejected: 4, duplicates: 0 })
  const rejects = await here.stores.analytics.query<{ reason: string }>(
    'SELECT reason FROM reject ORDER BY offset',
  )
  expect(rejects.map(({ reason }) => reason)).toEqual([
    'kind is neither human nor service',
    'time_zone is not an IANA time zone such as Europe/Berlin',
    'a quoted field does not end on its line',
    '3 fields where the header names 8',
  ])
  expect(await here.stores.analytics.query('SELECT person, name FROM person')).toEqual([
    { person: 'amber.heron', name: 'Heron, Amber' },
  ])
})

it('says where a directory file that cannot be read is wrong', async () => {
  expect(await take('assets.yaml', ['assets:', '  - id: a', '   kind: [']), 'bad indentation').toMatchObject({
    error: expect.stringMatching(/^Line \d+, column \d+: /),
  })
})

const LEASES = [
  'ip,person,from,to',
  '10.50.100.9,olive.finch,2026-03-01T00:00:00Z,',
  '10.50.100.7,amber.heron,2026-03-01T00:00:00Z,2026-03-10T10:00:00Z',
  '10.50.100.7,slate.wren,2026-03-10T10:00:00Z,',
] as const

function flow(time: string, bytes: number): string {
  return `2026-03-10T${time}Z 10.50.100.7 -> 198.51.100.55:443 Bytes: ${bytes}`
}

function call(account: string, tokensOut: number, time = '09:00:00'): string {
  return `2026-03-10T${time}Z POST /v1/completions user=${account} src=192.0.2.1 tokens_in=1 tokens_out=${tokensOut} status=200`
}

async function take(name: string, lines: readonly (string | undefined)[]) {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  for await (const result of ingest(here.stores, [path])) return result
  throw new Error(`${name} gave no result`)
}

async function bytesByPerson(): Promise<Record<string, number>> {
  await rebuildRollUps(here.stores)
  const rows = await here.stores.analytics.query<{ person: string; bytes: number }>(
    'SELECT person, sum(bytes_out) AS bytes FROM flow_hour GROUP BY person ORDER BY person',
  )
  return Object.fromEntries(rows.map(({ person, bytes }) => [person, bytes]))
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../test/support/temporary-stores.ts'
import { ingest } from '../activity/intake/ingest.ts'
import { loadSources, readSource } from '../activity/sources/registry.ts'
import { loadRules } from './load-rules.ts'
import { type Sight, sightOf } from './sight.ts'

const here = temporaryStores()
const folder = temporaryFolder()
let files = 0

/** A format that tells of calls, and not of their log-probabilities. */
const BARE = readSource(
  `
name: bare-calls
title: Calls
about: Calls without log-probabilities.
activity: inference
system: ''
map:
  format: keyvalue
  fields: { time: called, account: by, tokens_in: got, tokens_out: gave }
`,
  'bare.yaml',
)

async function take(source: string, lines: readonly string[]): Promise<void> {
  const file = join(folder, `${files++}.log`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  for await (const result of ingest(here.stores, [file], { source }))
    expect(result).toMatchObject({ rejected: 0 })
}

const days = (count: number, line: (day: string) => string) =>
  Array.from({ length: count }, (_, day) => line(new Date(Date.UTC(2026, 2, 1 + day)).toISOString()))

async function sightOfRule(rule: string): Promise<Sight | undefined> {
  const all = await sightOf(here.stores.analytics, loadRules(), [...loadSources(), BARE])
  return all.find((sight) => sight.rule === rule)
}

it('names the logs that would let a rule see', async () => {
  const sight = await sightOfRule('lake-bulk')
  expect(sight).toMatchObject({ sees: false })
  expect(sight?.why).toMatch(/no lake activity of the last 28 days; take one of .*lake-log/)
})

it('sees once there is more than a week of a log that tells what the rule rests on', async () => {
  const flow = (day: string) => `${day} 10.0.0.5 -> 198.51.100.55:443 Bytes: 100`
  await take('flow-log', days(7, flow))
  expect(await sightOfRule('tunnel-egress')).toMatchObject({
    sees: false,
    why: expect.stringContaining('Only 7 days'),
  })
  await take('flow-log', days(8, flow).slice(7))
  expect(await sightOfRule('tunnel-egress')).toEqual({
    rule: 'tunnel-egress',
    sees: true,
    why: 'Sees egress through flow-log.',
  })
})

it('tells of a log that is there and does not say what the rule rests on', async () => {
  await here.stores.analytics.insert(
    'inference_row',
    days(20, (day) => day).map((time) => ({ time, source: 'bare-calls', tokens_in: 1, tokens_out: 1 })),
  )
  const sight = await sightOfRule('distillation')
  expect(sight?.why).toMatch(/^bare-calls does not tell logprobs; take one of .*openai-gateway/)
  expect(await sightOfRule('after-hours-shift')).toMatchObject({ sees: true })
})

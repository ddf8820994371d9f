import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { damaged } from '../../../test/support/damage.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { ingest } from '../intake/ingest.ts'
import { DIRECTORY_SOURCES } from './registry.ts'

const here = temporaryStores()
const folder = temporaryFolder()

const SAMPLES: Readonly<Record<string, string>> = {
  people: `person,name,team,role,kind,time_zone,hired,left
amber.heron,"Heron, Amber",titan,ml-engineer,human,Europe/Berlin,2022-01-01,
svc-train,,platform,,service,Etc/UTC,,
slate.wren,Slate Wren,titan,ml-engineer,human,America/New_York,2026-03-01,2026-04-01
`,
  accounts: `account,system,person,from,to
key-7f3a,api,amber.heron,,
amber@prometheus.example.com,gateway,amber.heron,2026-01-01T00:00:00Z,2026-06-01
`,
  leases: `ip,person,from,to
10.50.100.7,amber.heron,2026-03-01T00:00:00Z,2026-03-10T10:00:00Z
2001:db8::7,slate.wren,2026-03-10T10:00:00Z,
`,
  staff: `person,kind,effective,detail
amber.heron,leave,2026-03-02,until 2026-03-09
slate.wren,notice,2026-03-20,last day 2026-04-01
`,
  destinations: `address,name,standing
backup.prometheus.example.com,Backup,own
203.0.113.9,"Labels, Inc.",vendor
`,
  assets: `assets:
  - id: titanlm-70b
    kind: model
    sensitivity: restricted
    bytes: 140600000000
    registry: [models/titanllm-70b/weights/]
    endpoints: [/v1/completions]
  - id: sft
    kind: dataset
    buckets:
      - { bucket: lake, prefix: sft/ }
`,
}

it('has a sample of every directory file', () => {
  expect(Object.keys(SAMPLES).sort()).toEqual(DIRECTORY_SOURCES.map(({ name }) => name).sort())
})

it.each(Object.entries(SAMPLES))(
  'accounts for every line of %s, or says why the file cannot be read',
  async (name, sample) => {
    const path = join(folder, `${name}.damaged`)
    let whole = 0
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged(Buffer.from(sample)), damagedBelowHeader(sample)), async (bytes) => {
        writeFileSync(path, bytes)
        for await (const result of ingest(here.stores, [path], { source: name })) {
          if (result.error !== undefined) {
            expect(result.error).toMatch(/^(it is |The header |The file |Line \d+, column \d+: )/)
            continue
          }
          whole += 1
          expect(result.accepted + result.rejected + result.duplicates).toBe(result.lines)
          const [kept] = await here.stores.analytics.query<{ rejects: number }>(
            'SELECT count() AS rejects FROM reject',
          )
          expect(Number(kept?.rejects)).toBeGreaterThanOrEqual(result.rejected)
        }
      }),
      { numRuns: 60 },
    )
    // A damaged YAML file is seldom one still.
    if (name !== 'assets') expect(whole).toBeGreaterThan(10)
  },
)

/** Most lines are damaged while the header still names the columns. */
function damagedBelowHeader(sample: string): fc.Arbitrary<Buffer> {
  const body = sample.indexOf('\n') + 1
  return damaged(Buffer.from(sample.slice(body).repeat(5))).map((bytes) =>
    Buffer.concat([Buffer.from(sample.slice(0, body)), bytes]),
  )
}

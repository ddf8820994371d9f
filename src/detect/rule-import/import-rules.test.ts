import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { withScratchStore } from '../../query/run/scratch-store.ts'
import { schemaNamed } from '../../query/schemas/load-schemas.ts'
import { readQueryRules } from '../query-rules/load-query-rules.ts'
import { type ImportReport, importRules } from './import-rules.ts'
import { idOf, writeRules } from './write-rules.ts'

/** Files in the form each product publishes; what they look for is made up here. */
const FILES: Readonly<Record<string, string>> = {
  'sentinel/Analytic Rules/BulkWeights.yaml': `id: 11111111-2222-4333-8444-555555555555
name: Bulk download of weights
description: |
  'Weights of more than 10 GB in an hour.'
severity: High
status: Available
requiredDataConnectors:
  - connectorId: CustomLogs
    dataTypes:
      - CustomLogs_CL
queryFrequency: 1h
queryPeriod: PT6H
triggerOperator: gt
triggerThreshold: 2
tactics:
  - Collection
relevantTechniques:
  - T1530
  - T1213
query: |
  CustomLogs_CL
  | where Category == "mlflow_access" and OperationName == "GetArtifact"
  | summarize TotalBytes = sum(FileSize) by UserId, bin(TimeGenerated, 1h)
  | where TotalBytes > 10737418240
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: Name
        columnName: UserId
version: 1.2.0
kind: Scheduled
`,
  'sentinel/Hunting Queries/Unknown.yaml': `id: 21111111-2222-4333-8444-555555555555
name: Printer that speaks
description: A table that nobody fills here.
tactics: [Exfiltration]
relevantTechniques: [T1048]
query: |
  PrinterLogs_CL
  | where Pages_d > 100
  | project TimeGenerated, Computer, Pages_d
`,
  'sentinel/Analytic Rules/Broken.yaml': `id: 31111111-2222-4333-8444-555555555555
name: Broken
description: Uses what is not there.
severity: Low
queryFrequency: 1d
queryPeriod: 1d
triggerOperator: gt
triggerThreshold: 0
query: |
  CustomLogs_CL
  | summarize n = no_such_function(UserId) by UserId
`,
  'splunk/detections/cloud/bulk_reads.yml': `name: Bulk Reads From Lake
id: 41111111-2222-4333-8444-555555555555
version: 3
date: '2026-01-05'
author: Example Author
status: production
type: Anomaly
description: Objects of more than a terabyte read in a day.
data_source:
  - MinIO
search: '\`lake_reads\` operation="GetObject" \`\`\`only reads\`\`\` | stats sum(object_size) as total min(_time) as firstTime max(_time) as lastTime by user | where total > \`terabytes(1)\` | \`bulk_reads_from_lake_filter\`'
how_to_implement: Audit logs of the lake.
known_false_positives: A copy to another bucket.
rba:
  message: $user$ read a lot.
  risk_objects:
    - field: user
      type: user
      score: 40
  threat_objects: []
tags:
  analytic_story: [Data Theft]
  mitre_attack_id:
    - T1530
  security_domain: threat
`,
  'splunk/macros/lake_reads.yml': `name: lake_reads
definition: index=storage sourcetype="minio:access"
description: Where the lake's log is.
`,
  'splunk/macros/terabytes.yml': `name: terabytes
arguments:
  - n
definition: ($n$ * 1000000000000)
description: Bytes.
`,
  'splunk/lookups/owners.yml': `name: owners
description: Who owns what.
filename: owners.csv
`,
  'splunk/detections/cloud/broken.yml': `name: Broken Search
id: 51111111-2222-4333-8444-555555555555
type: TTP
description: A command nobody knows.
search: 'index=storage | frobnicate user'
how_to_implement: none
known_false_positives: none
tags:
  mitre_attack_id: [T1530]
`,
  'sigma/rules/registry_optimizer.yml': `title: Optimizer State Read
id: 61111111-2222-4333-8444-555555555555
status: experimental
description: Somebody reads the state of an optimizer.
author: Example Author
date: 2026-01-05
tags:
  - attack.collection
  - attack.t1213
logsource:
  product: weighbridge
  category: registry
detection:
  selection:
    file|contains: optimizer
  condition: selection
falsepositives:
  - A run that goes on
level: medium
`,
  'sigma/rules/broken.yml': `title: Broken Condition
id: 71111111-2222-4333-8444-555555555555
logsource:
  product: weighbridge
  category: registry
detection:
  selection:
    file: optimizer
  condition: selection and nothing_of_that_name
level: low
`,
  'sigma/filters/mf_ours.yml': `title: Ours
logsource: { product: weighbridge, category: registry }
filter:
  rules: [61111111-2222-4333-8444-555555555555]
  selection: { account: svc-train }
  condition: not selection
`,
  'notes/readme.yaml': 'just: a map\n',
  'notes/not-yaml.yml': 'a: [1,\nb: 2\n',
}

const folder = temporaryFolder()
const root = join(folder, 'content')
const out = join(folder, 'out')
let report: ImportReport

beforeAll(async () => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  report = await withScratchStore((scratch) => importRules(root, schemaNamed('all', { open: true }), scratch))
})

const resultOf = (file: string) => report.rules.find((rule) => rule.file === file)

describe('import', () => {
  it('recognises every file by what it holds', () => {
    expect(report.rules.map(({ file, product, compiled }) => [file, product, compiled.runs])).toEqual([
      ['sentinel/Analytic Rules/Broken.yaml', 'sentinel', false],
      ['sentinel/Analytic Rules/BulkWeights.yaml', 'sentinel', true],
      ['sentinel/Hunting Queries/Unknown.yaml', 'sentinel', true],
      ['sigma/rules/broken.yml', 'sigma', false],
      ['sigma/rules/registry_optimizer.yml', 'sigma', true],
      ['splunk/detections/cloud/broken.yml', 'splunk', false],
      ['splunk/detections/cloud/bulk_reads.yml', 'splunk', true],
    ])
    expect(report.others).toEqual([
      'notes/readme.yaml',
      'sigma/filters/mf_ours.yml',
      'splunk/lookups/owners.yml',
      'splunk/macros/lake_reads.yml',
      'splunk/macros/terabytes.yml',
    ])
    expect(report.broken).toEqual([{ file: 'notes/not-yaml.yml', why: expect.any(String) }])
  })

  it('says why a rule does not run, with code, place and construct', () => {
    expect(resultOf('sentinel/Analytic Rules/Broken.yaml')?.compiled).toMatchObject({
      failure: { code: 'unknown-function', line: 2, column: 17, construct: 'no_such_function' },
    })
    expect(resultOf('splunk/detections/cloud/broken.yml')?.compiled).toMatchObject({
      failure: { line: 1, column: 17, construct: 'frobnicate' },
    })
    expect(resultOf('sigma/rules/broken.yml')?.compiled).toMatchObject({
      failure: { line: 9, construct: 'nothing_of_that_name' },
    })
  })

  it('reads what Sentinel says around a query', () => {
    expect(resultOf('sentinel/Analytic Rules/BulkWeights.yaml')).toMatchObject({
      draft: {
        title: 'Bulk download of weights',
        schedule: '1h',
        lookBack: '6h',
        severity: 'high',
        stage: 'collect',
        trigger: { operator: '>', rows: 2 },
        techniques: [{ id: 'T1530' }, { id: 'T1213' }],
      },
      compiled: { entity: { kind: 'account', column: 'UserId' }, isBlind: false },
    })
  })

  it('says that a rule reads what nothing here fills', () => {
    expect(resultOf('sentinel/Hunting Queries/Unknown.yaml')?.compiled).toMatchObject({
      runs: true,
      empty: ['PrinterLogs_CL'],
      isBlind: true,
      entity: null,
    })
  })

  it('writes the macros of a tree of Splunk out', () => {
    expect(resultOf('splunk/detections/cloud/bulk_reads.yml')).toMatchObject({
      draft: {
        severity: 'medium',
        query: expect.stringMatching(
          /^index=storage sourcetype="minio:access" operation="GetObject" .*\(1 \* 1000000000000\)/,
        ),
        falsePositives: ['A copy to another bucket.'],
      },
      compiled: { channel: 'lake', entity: { kind: 'account', column: 'user' } },
    })
  })

  it('writes what runs and names somebody as rules that load again', () => {
    const { written, left } = writeRules(report.rules, out)
    expect(written).toEqual(['bulk-download-of-weights', 'optimizer-state-read', 'bulk-reads-from-lake'])
    expect(left).toEqual([
      { file: 'sentinel/Hunting Queries/Unknown.yaml', why: 'no column says who it was' },
    ])
    expect(
      readQueryRules(out).map(({ id, language, channel, entity, origin }) => ({
        id,
        language,
        channel,
        entity,
        origin,
      })),
    ).toEqual([
      {
        id: 'bulk-download-of-weights',
        language: 'kql',
        channel: expect.any(String),
        entity: { account: 'UserId' },
        origin: {
          product: 'sentinel',
          id: '11111111-2222-4333-8444-555555555555',
          file: 'sentinel/Analytic Rules/BulkWeights.yaml',
        },
      },
      expect.objectContaining({ id: 'bulk-reads-from-lake', language: 'spl', channel: 'lake' }),
      expect.objectContaining({
        id: 'optimizer-state-read',
        channel: 'registry',
        entity: { person: 'person' },
      }),
    ])
    expect(readdirSync(join(out, 'optimizer-state-read')).sort()).toEqual(['rule.sigma.yml', 'rule.yaml'])
    expect(readFileSync(join(out, 'bulk-download-of-weights', 'rule.kql'), 'utf8')).toMatch(
      /^CustomLogs_CL\n/,
    )
  })

  it('leaves a folder alone that is there already', () => {
    const again = writeRules(report.rules, out)
    expect(again.written).toEqual([])
    expect(again.left).toContainEqual({
      file: 'sigma/rules/registry_optimizer.yml',
      why: expect.stringMatching(/is there already$/),
    })
  })
})

describe('idOf', () => {
  it('never takes a name twice, and is always one', () => {
    const taken = new Set<string>()
    expect([
      idOf('2FA: Disabled!', taken),
      idOf('fa disabled', taken),
      idOf('…', taken),
      idOf('../../etc', taken),
    ]).toEqual(['fa-disabled', 'fa-disabled-2', 'imported-rule', 'etc'])
  })
})

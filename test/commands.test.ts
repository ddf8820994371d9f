import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonLines, weighbridge } from './support/run-weighbridge.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const data = join(folder, 'data')
const logs = join(folder, 'logs')
mkdirSync(logs)

const CALL =
  '2026-03-10T22:14:33Z POST /v1/completions user=amber.heron src=10.50.100.47 tokens_in=1 tokens_out=2 status=200'

describe('ingest, then the rest', () => {
  it('says per file what became of it, and once more that nothing is new', () => {
    const log = join(logs, 'api.log')
    writeFileSync(log, `${CALL}\nnot a call\n${CALL}\n`)
    writeFileSync(
      join(logs, 'people.csv'),
      'person,team,role,kind,time_zone\namber.heron,titan,ml-engineer,human,Europe/Berlin\n',
    )
    const first = weighbridge(['ingest', '--json', '--data', data, logs])
    expect(jsonLines(first.out)).toEqual([
      {
        file: join(logs, 'people.csv'),
        source: 'people',
        lines: 1,
        accepted: 1,
        rejected: 0,
        duplicates: 0,
        seconds: expect.any(Number),
      },
      {
        file: log,
        source: 'inference-log',
        lines: 3,
        accepted: 2,
        rejected: 1,
        duplicates: 0,
        seconds: expect.any(Number),
      },
    ])
    expect(first.status).toBe(0)
    const second = weighbridge(['ingest', '--json', '--data', data, logs])
    expect(jsonLines(second.out)).toMatchObject([
      { lines: 1, accepted: 0, duplicates: 1 },
      { lines: 3, accepted: 0, duplicates: 3 },
    ])
  })

  it('never takes its own data for logs', () => {
    const inside = join(logs, 'own-data')
    const run = weighbridge(['ingest', '--json', '--data', inside, logs])
    expect(jsonLines<{ file: string }>(run.out).map(({ file }) => file)).toEqual([
      join(logs, 'people.csv'),
      join(logs, 'api.log'),
    ])
    rmSync(inside, { recursive: true })
  })

  it('reads standard input', () => {
    const run = weighbridge(
      ['ingest', '--json', '--data', data, '-'],
      `${CALL.replace('amber.heron', 'slate.wren')}\n`,
    )
    expect(jsonLines(run.out)).toMatchObject([{ file: '-', source: 'inference-log', accepted: 1 }])
  })

  it('shows rejects with file, byte and reason', () => {
    expect(jsonLines(weighbridge(['rejects', '--json', '--data', data]).out)).toEqual([
      {
        source: 'inference-log',
        file: join(logs, 'api.log'),
        offset: CALL.length + 1,
        reason: 'not an inference call: expected TIME METHOD /PATH key=value ...',
        line: 'not a call',
      },
    ])
    expect(weighbridge(['rejects', '--summary', '--data', data]).out).toContain('not an inference call')
  })

  it('answers a query in each format', () => {
    const sql = 'SELECT person, count() AS calls FROM inference GROUP BY person ORDER BY person'
    expect(
      jsonLines(weighbridge(['query', '--lang', 'sql', '--json', '--data', data, '-'], sql).out),
    ).toEqual([
      { person: 'amber.heron', calls: 2 },
      { person: 'slate.wren', calls: 1 },
    ])
    expect(weighbridge(['query', '--format', 'csv', '--data', data, '-'], sql).out).toBe(
      'person,calls\namber.heron,2\nslate.wren,1\n',
    )
    expect(weighbridge(['query', '--data', data, '-'], sql).out).toBe(
      'person       calls\namber.heron      2\nslate.wren       1\n2 rows\n',
    )
  })

  it('detects, and has no case where nothing happened', () => {
    const summary = jsonLines(weighbridge(['detect', '--json', '--data', data]).out)
    expect(summary).toMatchObject([{ cases: 0, cannotSee: ['registry', 'lake', 'egress'] }])
    expect(weighbridge(['case', 'list', '--data', data]).out).toContain('There are no cases.')
  })

  it('examines itself', () => {
    const findings = jsonLines<{ check: string; finding: string }>(
      weighbridge(['doctor', '--json', '--data', data]).out,
    )
    const of = (finding: string) => findings.filter((it) => it.finding === finding).map(({ check }) => check)
    expect(of('pass')).toEqual(['engine', 'inference', 'person'])
    expect(of('cannot see')).toEqual([
      'artifact',
      'object',
      'flow',
      'after-hours-shift',
      'distillation',
      'lake-bulk',
      'registry-bulk',
      'tunnel-egress',
      'account',
      'lease',
      'asset',
      'destination',
      'staff',
      'resolved',
    ])
    expect(of('fail')).toEqual(['rejects'])
  })
})

describe('what goes wrong', () => {
  it.each([
    ['a path that is not there', ['ingest', join(folder, 'nowhere')], 4, 'There is no file or folder'],
    ['a glob that matches nothing', ['ingest', join(folder, '*.nothing')], 4, 'No file matches'],
    ['a file of no known format', ['ingest', join(logs, '..', 'poem.txt')], 1, ''],
    [
      'a source that does not exist',
      ['ingest', '--source', 'zeek', join(logs, 'api.log')],
      2,
      'There is no source zeek',
    ],
    ['a query that writes', ['query', '-'], 2, 'only SELECT'],
    ['a query that fails', ['query', join(folder, 'wrong.sql')], 1, 'ClickHouse refused the query'],
    ['a case that does not exist', ['case', 'show', 'zzz'], 4, 'There is no case zzz'],
    ['a person nobody knows', ['review', '--person', 'zzz'], 4, 'zzz'],
    ['a day that is none', ['detect', '--from', 'soon'], 2, '"soon" is not a day'],
    ['a command that does not exist', ['weigh'], 2, "unknown command 'weigh'"],
    ['an option that does not exist', ['detect', '--fast'], 2, "unknown option '--fast'"],
  ])('ends in one sentence and its exit code for %s', (_what, args, status, sentence) => {
    writeFileSync(join(folder, 'poem.txt'), 'The scale at the gate\n')
    writeFileSync(join(folder, 'wrong.sql'), 'SELECT nothing FROM nowhere')
    const run = weighbridge(
      [...args, ...(args[0] === 'weigh' ? [] : ['--data', data])],
      'DROP TABLE person_row',
    )
    expect(run.err).toContain(sentence)
    expect(run.err).not.toMatch(/\n\s+at /)
    expect(run.status).toBe(status)
  })
})

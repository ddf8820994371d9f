import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { jsonLines, weighbridge } from './support/run-weighbridge.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** Where the documents that the project comes from lie, beside the repository; not part of it. */
const SEED = fileURLToPath(new URL('../../shared/seed/queries/', import.meta.url))
const folder = temporaryFolder()
const data = join(folder, 'demo', 'data')
const THIEF = 'cobalt.mirror'
const ADDRESS = '10.50.100.47'

type Row = Readonly<Record<string, string | number | null>>

/** Rows of a query as it was asked on a day: its clock stands at midnight, and nothing later is there. */
function asked(file: string, day: string): Row[] {
  const language = file.slice(file.lastIndexOf('.') + 1)
  const run = weighbridge([
    'query',
    '--lang',
    language,
    '--data',
    data,
    '--json',
    '--now',
    day,
    '--until',
    day,
    file,
  ])
  expect(run.err).toBe('')
  return jsonLines<Row>(run.out)
}

const seed = (name: string, day: string) => asked(join(SEED, name), day)
const theirs = (rows: readonly Row[], column: string) =>
  rows.filter((row) => row[column] === THIEF || row[column] === ADDRESS)
const others = (rows: readonly Row[], column: string) => rows.length - theirs(rows, column).length
const days = (rows: readonly Row[], column = 'TimeGenerated') =>
  rows.map((row) => String(row[column]).slice(0, 10)).sort()
const span = (month: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${month}-${String(from + at).padStart(2, '0')}`)

/** docs/seed-queries.md tells of these rows; a figure that changes here changes there. */
describe.skipIf(!existsSync(SEED))(
  'the ten queries of the exercise, verbatim (needs ../shared/seed/queries)',
  () => {
    beforeAll(() => {
      const demo = weighbridge(['demo', '--once', '--seed', '1', '--data', folder])
      expect(demo.status).toBe(0)
    }, 240_000)

    it('1 KQL: five of fourteen days of distillation, among 59 rows of others', () => {
      const rows = seed('1-distillation.kql', '2026-03-24')
      expect(Object.keys(rows[0] ?? {})).toEqual([
        'TimeGenerated',
        'UserId',
        'DailyRequests',
        'AvgDailyRequests',
        'LogprobPct',
      ])
      const found = theirs(rows, 'UserId')
      expect(days(found)).toEqual(['2026-03-13', '2026-03-14', '2026-03-15', '2026-03-19', '2026-03-21'])
      expect(found.find((row) => days([row])[0] === '2026-03-13')).toMatchObject({
        DailyRequests: 55300,
        AvgDailyRequests: 1,
        LogprobPct: 100,
      })
      expect(others(rows, 'UserId')).toBe(59)
    })

    it('1 KQL: on the morning after the first night two days of honest work, and not that night', () => {
      const found = theirs(seed('1-distillation.kql', '2026-03-11'), 'UserId')
      expect(days(found)).toEqual(['2026-02-28', '2026-03-07'])
      expect(found.map(({ DailyRequests }) => Number(DailyRequests)).sort((a, b) => a - b)).toEqual([7, 11])
    })

    it('1 SPL: nothing at all, for the days it is averaged over are those of the theft', () => {
      expect(seed('1-distillation.spl', '2026-03-24')).toEqual([])
    })

    it.each(['kql', 'spl'])('2 %s: every night of the weights, among 538 rows of others', (language) => {
      const rows = seed(`2-registry-bulk.${language}`, '2026-04-04')
      const [user, time] = language === 'kql' ? ['UserId', 'TimeGenerated'] : ['user_id', '_time']
      const found = theirs(rows, user)
      expect(days(found, time)).toEqual([...span('2026-03', 25, 31), ...span('2026-04', 1, 3)])
      expect(others(rows, user)).toBe(538)
    })

    it.each([
      ['kql', 58],
      ['spl', 86],
    ])('3 %s: every night of the uploads, among %i rows of others', (language, rest) => {
      const rows = seed(`3-vpn-egress.${language}`, '2026-04-15')
      const [source, time] = language === 'kql' ? ['SrcAddr', 'TimeGenerated'] : ['src_ip', '_time']
      expect(days(theirs(rows, source), time)).toEqual([
        ...span('2026-03', 26, 31),
        ...span('2026-04', 1, 14),
      ])
      expect(others(rows, source)).toBe(rest)
    })

    it('3 KQL: no row for the two uploads that stand in the exercise, 4.2 and 4.1 GB a night', () => {
      const uploads = join(folder, 'uploads.jsonl')
      const flow = (time: string, bytes: number) =>
        JSON.stringify({
          TimeGenerated: time,
          SrcAddr: ADDRESS,
          DstAddr: '198.51.100.55',
          DstPort: 443,
          BytesSent: bytes,
        })
      const lines = [flow('2026-03-26T01:22:15Z', 4_200_000_000), flow('2026-03-27T01:18:33Z', 4_100_000_000)]
      const query = (name: string) =>
        weighbridge([
          'query',
          '--lang',
          'kql',
          '--json',
          '--now',
          '2026-04-15',
          '--rows',
          `NetworkTraffic=${name}`,
          '--data',
          data,
          join(SEED, '3-vpn-egress.kql'),
        ])
      writeFileSync(uploads, `${lines.join('\n')}\n`)
      expect(query(uploads)).toMatchObject({ out: '', err: '' })
      writeFileSync(uploads, `${[...lines, flow('2026-03-26T01:40:00Z', 100_000_000)].join('\n')}\n`)
      expect(jsonLines(query(uploads).out)).toMatchObject([{ TotalGB: 4, SessionCount: 2 }])
    })

    it('4: seven nights of nine in KQL, six in SPL, of the one login it names', () => {
      const kql = seed('4-datalake-bulk.kql', '2026-04-13')
      const seven = ['2026-04-04', ...span('2026-04', 6, 9), '2026-04-11', '2026-04-12']
      expect(days(kql)).toEqual(seven)
      expect(others(kql, 'CallerIdentity')).toBe(0)
      const spl = seed('4-datalake-bulk.spl', '2026-04-13')
      expect(days(spl, '_time')).toEqual(seven.slice(1))
      expect(others(spl, 'user')).toBe(0)
    })

    it('5 KQL: a baseline of columns that no log holds, so only the hours count', () => {
      const rows = seed('5-ueba.kql', '2026-03-28')
      expect(days(theirs(rows, 'UserId'))).toEqual([
        ...span('2026-03', 14, 17),
        '2026-03-19',
        ...span('2026-03', 21, 23),
      ])
      expect(rows.filter(({ AvgDailyRequests }) => AvgDailyRequests !== 'NaN')).toEqual([])
      expect(rows.filter(({ AfterHoursPct }) => Number(AfterHoursPct) <= 80)).toEqual([])
      expect(others(rows, 'UserId')).toBe(50)
    })

    it('5 SPL: every day of distillation, among 117 rows of others', () => {
      const rows = seed('5-ueba.spl', '2026-03-24')
      expect(days(theirs(rows, 'user_id'), '_time')).toEqual(span('2026-03', 10, 23))
      expect(others(rows, 'user_id')).toBe(117)
    })

    it('what Weighbridge sees instead: one case, from the first night on', () => {
      const cases = jsonLines<{ person: string; firstSignal: string; severity: string }>(
        weighbridge(['case', 'list', '--json', '--data', data]).out,
      )
      expect(cases).toMatchObject([{ person: THIEF, severity: 'critical' }])
      expect(cases[0]?.firstSignal).toContain('2026-03-11')
      const signals = asked(
        written(
          "SELECT rule, count() AS signals FROM signal WHERE person = 'cobalt.mirror' AND rule IN ('distillation', 'registry-bulk', 'tunnel-egress', 'lake-bulk') GROUP BY rule ORDER BY rule",
        ),
        '2026-04-24',
      )
      expect(signals).toEqual([
        { rule: 'distillation', signals: 14 },
        { rule: 'lake-bulk', signals: 7 },
        { rule: 'registry-bulk', signals: 9 },
        { rule: 'tunnel-egress', signals: 19 },
      ])
    })
  },
)

function written(sql: string): string {
  const file = join(folder, 'signals.sql')
  writeFileSync(file, sql)
  return file
}

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { jsonLines, weighbridge } from './support/run-weighbridge.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const folder = temporaryFolder()
const DAYS = 30
const PEOPLE = Array.from({ length: 12 }, (_, at) => `person-${String(at).padStart(2, '0')}`)
const THIEF = 'person-05'

interface Line {
  readonly person: string
  readonly day: string
  readonly score: number
  readonly judged: boolean
  readonly opens?: boolean
  readonly cannotSee: readonly string[]
  readonly points?: readonly { readonly points: number }[]
}

interface HourLine {
  readonly person: string
  readonly time: string
  readonly score: number
}

const date = (day: number) => new Date(Date.UTC(2026, 2, 2 + day)).toISOString().slice(0, 10)

/** Everybody asks a little and reads a little every day; on the last the thief takes two hundred times as much. */
function linesUntil(days: number): { readonly calls: string[]; readonly reads: string[] } {
  const calls: string[] = []
  const reads: string[] = []
  for (let day = 0; day < days; day += 1) {
    for (const [at, person] of PEOPLE.entries()) {
      const steals = person === THIEF && day === DAYS - 1
      const count = (3 + ((at * 7 + day * 5) % 4)) * (steals ? 200 : 1)
      for (let call = 0; call < count; call += 1) {
        const time = `${date(day)}T${String(9 + (call % 8)).padStart(2, '0')}:${String(call % 60).padStart(2, '0')}:${String(Math.floor(call / 60)).padStart(2, '0')}Z`
        calls.push(
          `${time} POST /v1/completions user=${person} src=10.50.100.${at + 10} tokens_in=10 tokens_out=200 status=200`,
        )
      }
      const files = steals ? 30 : 1 + ((at + day) % 2)
      for (let file = 0; file < files; file += 1)
        reads.push(
          `${date(day)}T14:${String(file).padStart(2, '0')}:0${at % 10}Z GET /api/2.0/mlflow/artifacts/get user=${person} run_id=r artifact_path=models/m${steals ? '-large' : ''}/weights/ file=model-000${file}.safetensors size=${steals ? 3 : 1}GB status=200`,
        )
    }
  }
  return { calls, reads }
}

/** A folder of logs, its lines put in some order and packed in some way. */
function logsIn(name: string, days: number, order = (lines: string[]) => lines): string {
  const logs = join(folder, name)
  mkdirSync(join(logs, 'deep', 'er'), { recursive: true })
  const { calls, reads } = linesUntil(days)
  writeFileSync(join(logs, 'deep', 'api.log.gz'), gzipSync(`${order(calls).join('\n')}\n`))
  writeFileSync(join(logs, 'deep', 'er', 'registry.log'), `${order(reads).join('\n')}\n`)
  writeFileSync(
    join(logs, 'people.csv'),
    `user,department,shoe_size\n${PEOPLE.map((person) => `${person},research,42`).join('\n')}\n`,
  )
  return logs
}

function scored(logs: string, ...more: readonly string[]): Line[] {
  const run = weighbridge(['score', '--logs', logs, ...more])
  expect(run.err).not.toContain('weighbridge:')
  expect(run.status).toBe(0)
  return jsonLines<Line>(run.out)
}

const logs = logsIn('whole', DAYS)
const lines = scored(logs, '--explain')

describe('score', () => {
  it('gives every person and day, by day, then person, and finds the thief', () => {
    expect(lines.map(({ day, person }) => `${day} ${person}`)).toEqual(
      Array.from({ length: DAYS }, (_, day) => PEOPLE.map((person) => `${date(day)} ${person}`)).flat(),
    )
    const highest = lines.toSorted((left, right) => right.score - left.score)[0]
    expect(highest).toMatchObject({ person: THIEF, day: date(DAYS - 1), cannotSee: ['lake', 'egress'] })
    expect(lines.slice(0, PEOPLE.length).every(({ judged, score }) => !judged && score === 0)).toBe(true)
    for (const { points, score } of lines.filter(({ opens }) => opens))
      expect(points?.reduce((sum, one) => sum + one.points, 0)).toBeCloseTo(score, 5)
  })

  it('is the same however the lines are ordered, and however often a file lies there', () => {
    const shuffled = logsIn('shuffled', DAYS, (all) => all.toReversed())
    copyFileSync(join(shuffled, 'deep', 'er', 'registry.log'), join(shuffled, 'registry-again.log'))
    expect(scored(shuffled, '--explain')).toEqual(lines)
  })

  it('is not changed by a later day', () => {
    const without = scored(logsIn('without', DAYS - 1))
    const before = lines.filter(({ day }) => day !== date(DAYS - 1))
    expect(without).toEqual(before.map(({ points: _, ...line }) => line))
  })

  it('gives hours, of which the last is the day', () => {
    const last = date(DAYS - 1)
    const out = join(folder, 'hours.jsonl')
    const run = weighbridge([
      'score',
      '--logs',
      logs,
      '--clock',
      'hour',
      '--from',
      last,
      '--to',
      last,
      '--out',
      out,
    ])
    expect(run.out).toBe('')
    const hours = jsonLines<HourLine>(readFileSync(out, 'utf8')).filter(({ person }) => person === THIEF)
    expect(hours).toHaveLength(24)
    expect(hours.at(-1)).toMatchObject({
      time: `${date(DAYS)}T00:00:00Z`,
      score: lines.find(({ person, day }) => person === THIEF && day === last)?.score,
    })
    // The weights go at two in the afternoon.
    expect(hours[14]?.score).toBeGreaterThan(hours[8]?.score ?? 0)
  })

  it('says what it did not read, did not use and cannot see', () => {
    writeFileSync(join(logs, 'notes.txt'), 'nothing of the kind\n')
    const run = weighbridge(['score', '--logs', logs, '--from', date(29)])
    expect(jsonLines(run.out)).toHaveLength(PEOPLE.length)
    expect(run.err).toMatch(/Not read: .*notes\.txt: its format is not known/)
    expect(run.err).toMatch(/Not used of .*people\.csv: shoe_size\./)
    expect(run.err).toMatch(/12 people, 30 days: \d+ person-days judged, /)
    expect(run.err).toContain('Cannot see lake: there is not one line of it.')
  })

  it('refuses a folder without logs, and one that is not there, in one sentence', () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    expect(weighbridge(['score', '--logs', empty])).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^weighbridge: No log in .*empty was recognised/m),
    })
    expect(weighbridge(['score', '--logs', join(folder, 'nowhere')])).toMatchObject({ status: 4 })
    expect(weighbridge(['score', '--logs', empty, '--from', 'monday'])).toMatchObject({ status: 2 })
  })
})

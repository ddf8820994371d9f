import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { Family } from './families.ts'
import { generate } from './generate.ts'
import type { StolenHour } from './truth.ts'
import { casesAt, fitThreshold, outcome, type Run } from './verdict.ts'

/** Seed 9 writes Zeek and MinIO, of which each line is one act. */
const SEED = 9

const folders = temporaryFolder()
let companies = 0

function company(family: Family, overlay: boolean, seed = SEED) {
  companies += 1
  const folder = join(folders, `company-${companies}`)
  const truth = generate({ seed, people: 30, days: 120, family, stress: 'none', overlay, folder })
  return { folder, truth }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const file of filesBelow(folder)) hash.update(file.slice(folder.length)).update(readFileSync(file))
  return hash.digest('hex')
}

function linesOf(folder: string, source: string): string[] {
  return filesBelow(join(folder, source)).flatMap((file) =>
    gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const stolen = (
  hours: readonly StolenHour[],
  key: 'requests' | 'registryBytes' | 'lakeBytes' | 'sentBytes',
) => sum(hours.map((hour) => hour[key]))

describe('the second population', () => {
  test('gives the same bytes for the same seed, and others for another', () => {
    const first = fingerprint(company('D2', false).folder)
    expect(fingerprint(company('D2', false).folder)).toBe(first)
    expect(fingerprint(company('D2', false, SEED + 9).folder)).not.toBe(first)
  })

  test('lets a thief only add lines to those of the same company without one', () => {
    const all = (family: Family, overlay: boolean) => {
      const { folder } = company(family, overlay)
      return ['litellm', 'mlflow-nginx', 'minio', 'zeek'].flatMap((source) => linesOf(folder, source))
    }
    expect(all('F', false).sort()).toEqual([...all('none', false), ...all('F', true)].sort())
  })

  test.each(['A', 'B', 'B2', 'C', 'C2', 'D', 'D2', 'E', 'F'] as const)(
    'says in the truth what the lines of %s say',
    (family) => {
      const { folder, truth } = company(family, true)
      const sizes = {
        requests: linesOf(folder, 'litellm').length,
        registryBytes: sum(linesOf(folder, 'mlflow-nginx').map((line) => Number(line.split(' ')[9]))),
        lakeBytes: sum(linesOf(folder, 'minio').map((line) => Number(JSON.parse(line).api.tx))),
        sentBytes: sum(linesOf(folder, 'zeek').map((line) => Number(line.split('\t')[17]))),
      }
      expect(sizes).toEqual({
        requests: stolen(truth.hours, 'requests'),
        registryBytes: stolen(truth.hours, 'registryBytes'),
        lakeBytes: stolen(truth.hours, 'lakeBytes'),
        sentBytes: stolen(truth.hours, 'sentBytes'),
      })
      expect(sizes.sentBytes).toBeGreaterThan(3e9)
      expect(truth.firstAct ?? '').toMatch(/^2026-0[2345]/)
    },
  )
})

describe('the judge', () => {
  const truth = {
    seed: 0,
    kind: 'none',
    stress: 'none',
    people: 180,
    days: 120,
    firstDay: '2026-01-05',
    lines: 0,
    site: { lake: 'minio', network: 'zeek' },
    attackers: [],
    firstAct: null,
    hours: [],
  } as const
  const score = (person: string, day: string, value: number) => ({ person, day, score: value })

  test('opens one case a person for 14 days, from day 42 on', () => {
    const days = ['2026-02-15', '2026-02-16', '2026-02-20', '2026-03-01', '2026-03-02']
    const run: Run = { name: 'x', truth, scores: days.map((day) => score('p', day, 9)) }
    expect(casesAt(run, 9).map(({ day }) => day)).toEqual(['2026-02-16', '2026-03-02'])
  })

  test('fits the least threshold within the budget', () => {
    const scores = Array.from({ length: 30 }, (_, index) => score(`p${index}`, '2026-03-01', index))
    // 78 counted days are 11.1 weeks: eleven cases are within one a week, twelve are not.
    expect(fitThreshold([{ name: 'x', truth, scores }], 1)).toBe(19)
  })

  test('counts as gone what was outside at the end of the day of detection', () => {
    const hour = (day: string, sentBytes: number) => ({
      person: 't',
      day,
      hour: 1,
      requests: 0,
      registryBytes: 0,
      lakeBytes: 0,
      sentBytes,
    })
    const theft = {
      ...truth,
      kind: 'A',
      attackers: ['t'],
      firstAct: '2026-03-01',
      hours: [hour('2026-03-01', 10), hour('2026-03-03', 20), hour('2026-03-04', 70)],
    }
    const scores = [score('t', '2026-03-03', 9), score('other', '2026-03-01', 20)]
    expect(outcome({ name: 'x', truth: theft, scores }, 9)).toMatchObject({ delay: 2, gone: 0.3, highest: 9 })
    expect(outcome({ name: 'x', truth: theft, scores }, 10)).toMatchObject({ delay: undefined, gone: 1 })
  })
})

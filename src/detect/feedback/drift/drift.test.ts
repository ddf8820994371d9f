import { describe, expect, it } from 'vitest'
import { temporaryStores } from '../../../../test/support/temporary-stores.ts'
import { dayAfter } from '../../../base/days.ts'
import { confidenceOf, lastWholeDay } from './confidence.ts'
import { silentDays, volumeChange } from './source-drift.ts'

const place = temporaryStores()
const DAY = '2026-03-31'

/** Acts a day over weeks that begin on the same weekday; `rest` of them without the weekend. */
const weekly = (weeks: number, acts: number, rest = false) =>
  Array.from({ length: 7 * weeks }, (_, at) => (rest && at % 7 >= 5 ? 0 : acts + (at % 3)))

describe('silence', () => {
  it.each([
    ['on a day on which it always spoke', [...weekly(4, 10), 0], 1],
    ['for a week', [...weekly(8, 10), ...weekly(1, -2).map(() => 0)], 7],
    ['on a weekend as ever', weekly(4, 10, true), 0],
    ['on the Monday after', [...weekly(4, 10, true), 0], 3],
    ['of a source that has just begun', [...weekly(2, 10), 0], 0],
    ['of a source that never spoke', [0, 0, 0], 0],
    ['on no day', weekly(4, 10), 0],
  ])('%s', (_, acts, days) => {
    expect(silentDays(acts)).toBe(days)
  })
})

describe('volume', () => {
  it('changes where the last week went further than any before', () => {
    const change = volumeChange([...weekly(12, 100), ...weekly(1, 300)])
    expect(change?.ratio).toBeCloseTo(3, 1)
    expect(change).toMatchObject({ weeks: 8, p: 1 / 9 })
    expect(volumeChange([...weekly(12, 100), ...weekly(1, 20)])?.ratio).toBeCloseTo(0.2, 1)
  })

  it.each([
    ['it is steady', weekly(13, 100)],
    ['it grew a little', [...weekly(12, 100), ...weekly(1, 140)]],
    ['it always swings', Array.from({ length: 91 }, (_, at) => (Math.floor(at / 7) % 5 === 2 ? 500 : 100))],
    ['it is too young', [...weekly(5, 100), ...weekly(1, 500)]],
    ['there is nothing', []],
  ])('does not where %s', (_, acts) => {
    expect(volumeChange(acts)).toBe(null)
  })
})

describe('confidence', () => {
  const call = (day: string, person: string, hour = 12) => ({
    time: `${day} ${hour}:00:00.000`,
    source: 'made-gateway',
    account: person,
    event_id: `${Date.parse(day)}${[...person].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)}`,
    batch: 1,
  })
  const hour = (day: string, person: string) => ({
    hour: `${day} 12:00:00`,
    person,
    endpoint: '',
    model: '',
    tag: '',
    asset: '',
    requests: 1,
    failed: 0,
    logprob_requests: 0,
    tokens_in: 0,
    tokens_out: 0,
    logprob_tokens: 0,
    version: 1,
    deleted: 0,
  })
  const person = (name: string) => ({
    person: name,
    name,
    team: '',
    role: 'r',
    kind: 'human',
    time_zone: 'UTC',
    hired: '2020-01-01',
    left: '2100-01-01',
    origin: 'd',
    batch: 1,
    deleted: 0,
  })
  const days = Array.from({ length: 60 }, (_, back) => dayAfter(DAY, -back))

  async function company(...spoken: readonly string[]) {
    const { analytics } = place.stores
    await analytics.insert(
      'person_row',
      Array.from({ length: 20 }, (_, at) => person(`p${at}`)),
    )
    await analytics.insert(
      'inference_row',
      spoken.flatMap((day) => [call(day, 'p1'), call(day, 'p2')]),
    )
    await analytics.insert('inference_hour_row', [hour(days[1] ?? DAY, 'p1')])
  }

  it('is full where every source speaks as usual', async () => {
    await company(...days)
    expect(await confidenceOf(place.stores.analytics, DAY)).toEqual({ level: 'full', reasons: [] })
  })

  it('cannot see where the only source of a channel is silent', async () => {
    await company(...days.slice(2))
    expect(await confidenceOf(place.stores.analytics, DAY)).toEqual({
      level: 'cannot see',
      reasons: ['made-gateway has been silent for 2 days on which it always spoke: cannot see inference.'],
    })
  })

  it('is lowered where another source still shows the channel', async () => {
    await company(...days.slice(2))
    await place.stores.analytics.insert(
      'inference_row',
      days.map((day) => ({ ...call(day, 'p3'), source: 'other-gateway', event_id: `9${Date.parse(day)}` })),
    )
    expect(await confidenceOf(place.stores.analytics, DAY)).toEqual({
      level: 'lowered',
      reasons: [
        'made-gateway has been silent for 2 days on which it always spoke: what only it tells is missing.',
      ],
    })
  })

  it('is lowered by a reorganisation, and by people whom nobody knows', async () => {
    await company(...days)
    const { analytics } = place.stores
    await analytics.insert(
      'staff_row',
      Array.from({ length: 6 }, (_, at) => ({
        person: `p${at}`,
        kind: 'move',
        effective: '2026-03-20 00:00:00.000',
        detail: '',
        origin: 'd',
        batch: 1,
        deleted: 0,
      })),
    )
    await analytics.insert(
      'inference_hour_row',
      Array.from({ length: 5 }, (_, at) => hour(DAY, `'; DROP TABLE person; -- ${at}`)),
    )
    const { level, reasons } = await confidenceOf(analytics, DAY)
    expect(level).toBe('lowered')
    expect(reasons).toEqual([
      expect.stringMatching(/^5 of 6 who acted in the last 7 days are in no directory/),
      expect.stringMatching(/^6 of 20 people moved within 28 days, 0 in the 28 before/),
    ])
  })

  it('has no day where nothing is logged', async () => {
    expect(await lastWholeDay(place.stores.analytics)).toBe(null)
    await place.stores.analytics.insert('inference_hour_row', [hour(DAY, 'p')])
    expect(await lastWholeDay(place.stores.analytics)).toBe('2026-03-30')
  })
})

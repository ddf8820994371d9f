import { describe, expect, test } from 'vitest'
import { findSequences } from './find-sequences.ts'
import type { Act } from './sequence.ts'
import { stagedBy } from './staging.ts'

const GB = 1_000_000_000
const PLACE = 'storage.personal-cloud.example.com'
let next = 0

function act(kind: Act['kind'], time: string, place: string, bytes: number, more: Partial<Act> = {}): Act {
  const table = kind === 'send' ? 'flow' : kind === 'leave' ? 'staff' : 'artifact'
  const about = kind === 'read' ? 'titan-70b' : ''
  return {
    kind,
    person: 'opal.kite',
    time: `2026-03-${time}:00Z`,
    place,
    bytes,
    about,
    table,
    id: `${next++}`,
    ...more,
  }
}

const shards = (day: string, count: number, from = 1) =>
  Array.from({ length: count }, (_, at) =>
    act('read', `${day}T02:1${at}`, `models/titan/shard-${from + at}`, 3.8 * GB),
  )

describe('a sequence', () => {
  test('is collect, stage, send and leave, in order and joined by bytes', () => {
    const acts = [
      ...shards('10', 4),
      act('put', '10T04:00', 'scratch/holiday.tar', 15.3 * GB, { table: 'object' }),
      act('send', '11T01:00', PLACE, 15.4 * GB),
      act('delete', '12T09:00', 'scratch/holiday.tar', 0, { table: 'object' }),
      act('leave', '20T00:00', 'notice', 0, { about: 'notice of leaving' }),
    ]
    const [sequence, ...others] = findSequences(acts)
    expect(others).toEqual([])
    expect(sequence).toMatchObject({
      people: ['opal.kite'],
      assets: ['titan-70b'],
      destination: PLACE,
      collectedBytes: 15.2 * GB,
      matchedBytes: 15.2 * GB,
    })
    expect(sequence?.steps.map(({ stage, about, how }) => [stage, about, how])).toEqual([
      ['collect', 'titan-70b', '4 files of titan-70b, 15.2 GB'],
      [
        'stage',
        'scratch/holiday.tar',
        'the 15.3 GB written are as large as 4 files (15.2 GB) read in the day before together',
      ],
      [
        'send',
        PLACE,
        '1 of 1 are as large as what was staged; together they are as much as was collected, 15.2 GB',
      ],
      ['leave', 'notice of leaving', 'notice of leaving, after collecting'],
      ['leave', '', '1 deletion after collecting'],
    ])
  })

  test('counts only what went out after it came in, each file once, and not what goes there anyway', () => {
    const before = [act('send', '09T01:00', PLACE, 40 * GB), ...shards('10', 4)]
    expect(findSequences(before)).toEqual([])
    const twice = [...shards('10', 4), ...shards('11', 4), act('send', '12T01:00', PLACE, 100 * GB)]
    expect(findSequences(twice)[0]?.matchedBytes).toBe(15.2 * GB)
    expect(findSequences(twice, new Map([[PLACE, 15.1 * GB]]))).toEqual([])
  })

  test('names flows of the sizes of files, whatever the files are called', () => {
    const acts = [
      ...shards('10', 4),
      ...[1, 2, 3].map((at) => act('send', `11T0${at}:00`, PLACE, 3.85 * GB)),
      act('send', '11T05:00', PLACE, 0.4 * GB),
    ]
    expect(findSequences(acts)[0]?.steps.at(-1)).toMatchObject({
      stage: 'send',
      acts: 4,
      how: '3 of 4 are as large as a file that was collected',
    })
  })

  test('is one of several people where it was handed over', () => {
    const acts = [...shards('10', 4), act('send', '11T01:00', PLACE, 15.2 * GB, { person: 'calm.tern' })]
    const [sequence] = findSequences(acts)
    expect(sequence?.people).toEqual(['calm.tern', 'opal.kite'])
    expect(sequence?.steps.map(({ stage, person }) => [stage, person])).toEqual([
      ['collect', 'opal.kite'],
      ['send', 'calm.tern'],
    ])
  })

  test('without a destination is what was staged and has not left yet', () => {
    const acts = [...shards('10', 2), act('put', '10T05:00', 'share/a', 3.8 * GB)]
    expect(findSequences(acts)[0]).toMatchObject({ destination: null, matchedBytes: 3.8 * GB })
  })

  test('is none of reading alone, nor of sending alone', () => {
    expect(findSequences(shards('10', 8))).toEqual([])
    expect(findSequences([act('send', '11T01:00', PLACE, 50 * GB)])).toEqual([])
  })
})

describe('staging', () => {
  test('is by size: one file renamed, some packed, some compressed; and by copies and links', () => {
    const reads = shards('10', 3)
    const puts = [
      act('put', '10T05:00', 'b/renamed', 3.81 * GB),
      act('put', '10T05:10', 'b/packed', 11.42 * GB),
      act('put', '10T05:20', 'b/compressed', 6 * GB),
      act('put', '10T05:30', 'b/own-work', 90 * GB),
      act('put', '12T05:00', 'b/too-late', 6 * GB),
      act('copy', '10T06:00', 'models/titan/shard-9', 0),
      act('link', '10T06:10', 'models/titan/shard-9', 0),
    ]
    expect(stagedBy([...reads, ...puts]).map(({ act: { place }, how }) => `${place}: ${how}`)).toEqual([
      'b/renamed: the 3.8 GB written are as large as models/titan/shard-1, read before',
      'b/packed: the 11.4 GB written are as large as 3 files (11.4 GB) read in the day before together',
      'b/compressed: the 6 GB written can be 3 files (11.4 GB) read in the day before, compressed',
      'models/titan/shard-9: models/titan/shard-9 was copied inside',
      'models/titan/shard-9: a link was made through which models/titan/shard-9 can be fetched',
    ])
  })

  test('is nothing before anything was read', () => {
    expect(stagedBy([act('put', '09T05:00', 'b/first', 3.8 * GB), ...shards('10', 3)])).toEqual([])
  })
})

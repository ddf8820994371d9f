import { describe, expect, test } from 'vitest'
import type { Signal } from '../detect/signal.ts'
import { joinSignals } from './join-signals.ts'
import { madeSignal } from './made-signal.fixture.ts'
import { joinedEvidence, OPENING, type QueryParts, type RuleSteps } from './opening.ts'

const STEPS: RuleSteps = new Map([
  ['distillation', 'extract'],
  ['registry-bulk', 'collect'],
  ['lake-bulk', 'collect'],
  ['tunnel-egress', 'send'],
  ['after-hours-shift', 'hide'],
] as const)

/** Tests of the joining fix their own threshold: the fitted one may move. */
const NATS = 13

const PARTS: QueryParts = new Map([
  ['many-models', 'join'],
  ['access-after-leaving', 'open'],
] as const)

const join = (signals: readonly Signal[]) => joinSignals(signals, STEPS, NATS, PARTS)
const signal = (rule: string, day: string, evidence: number, more: Partial<Signal> = {}) =>
  madeSignal(day, { rule, evidence, ...more })

describe('what opens a case', () => {
  test.each<[string, readonly Signal[], number]>([
    ['one night of asking', [signal('distillation', '2026-03-10', 13.8)], 1],
    [
      'collecting alone, however much',
      [signal('registry-bulk', '2026-03-10', 13.8), signal('lake-bulk', '2026-03-11', 13.8)],
      0,
    ],
    ['sending alone, however much', [signal('tunnel-egress', '2026-03-10', 13.8)], 0],
    [
      'collecting and sending',
      [signal('lake-bulk', '2026-03-10', 13.8), signal('tunnel-egress', '2026-03-20', 13.8)],
      1,
    ],
    [
      'half of asking and half of taking',
      [signal('distillation', '2026-03-10', 8), signal('lake-bulk', '2026-03-10', 13.8)],
      0,
    ],
    [
      'sending what was collected only afterwards',
      [signal('tunnel-egress', '2026-03-10', 13.8), signal('lake-bulk', '2026-03-11', 13.8)],
      0,
    ],
    [
      'collecting and sending on one day',
      [signal('tunnel-egress', '2026-03-10', 13.8), signal('lake-bulk', '2026-03-10', 13.8)],
      1,
    ],
    [
      'collecting and sending, five weeks apart',
      [signal('lake-bulk', '2026-03-10', 13.8), signal('tunnel-egress', '2026-04-14', 13.8)],
      0,
    ],
    [
      'collecting and sending of two people',
      [
        signal('lake-bulk', '2026-03-10', 13.8),
        signal('tunnel-egress', '2026-03-10', 13.8, { person: 'amber.heron' }),
      ],
      0,
    ],
    [
      'unusual hours, night after night',
      ['10', '11', '12', '13'].map((day) => signal('after-hours-shift', `2026-03-${day}`, 13.8)),
      0,
    ],
    [
      'weak signals of one rule, day after day',
      ['10', '11', '12', '13'].map((day) => signal('distillation', `2026-03-${day}`, 5)),
      0,
    ],
    [
      'a rule that is gone',
      [signal('forgotten', '2026-03-10', 13.8), signal('distillation', '2026-03-10', 8)],
      0,
    ],
  ])('%s: %#', (_, signals, cases) => {
    expect(join(signals)).toHaveLength(cases)
  })

  test('no step alone but asking reaches the fitted threshold', () => {
    const { extract, collect, send, hide } = OPENING.caps
    expect(Math.max(collect + hide, send + hide)).toBeLessThan(OPENING.nats)
    expect(Math.min(extract, collect + send)).toBeGreaterThan(OPENING.nats)
  })

  test('steps add up, each with its strongest signal and at most its cap', () => {
    const signals = [
      signal('registry-bulk', '2026-03-10', 5),
      signal('lake-bulk', '2026-03-10', 6),
      signal('lake-bulk', '2026-03-11', 4),
      signal('after-hours-shift', '2026-03-11', 13.8),
    ]
    expect(joinedEvidence(signals, STEPS)).toBe(6 + 1)
  })
})

describe('what a case holds', () => {
  const ordinary = signal('registry-bulk', '2026-03-01', 4.7)
  const hint = signal('after-hours-shift', '2026-03-05', 6)
  const theft = [
    signal('distillation', '2026-03-10', 13.8),
    signal('after-hours-shift', '2026-03-10', 5),
    signal('lake-bulk', '2026-04-05', 5),
  ]

  test('what was needed to open it and all that follows, nothing ordinary before', () => {
    const [found, ...others] = join([ordinary, hint, ...theft])
    expect(others).toEqual([])
    expect(found?.signals.map((it) => it.id).sort()).toEqual(theft.map((it) => it.id).sort())
    expect(found).toMatchObject({ openedAt: '2026-03-11T00:00:00Z' })
    expect(found?.evidence).toBeCloseTo(13.8 + 1)
  })

  test('its id stays when signals follow', () => {
    expect(join(theft)[0]?.id).toBe(join(theft.slice(0, 1))[0]?.id)
    expect(join([signal('distillation', '2026-03-11', 13.8)])[0]?.id).not.toBe(join(theft)[0]?.id)
    expect(join([signal('distillation', '2026-03-10', 13.8, { person: 'amber.heron' })])[0]?.id).not.toBe(
      join(theft)[0]?.id,
    )
  })

  test('after sixty quiet days the next theft is the next case', () => {
    const again = signal('distillation', '2026-07-01', 13.8)
    expect(join([...theft, again]).map((it) => it.signals.length)).toEqual([3, 1])
    const sooner = signal('distillation', '2026-06-01', 13.8)
    expect(join([...theft, sooner]).map((it) => it.signals.length)).toEqual([4])
  })

  test('the order in which signals come does not matter', () => {
    expect(join([...theft].reverse())).toEqual(join(theft))
  })
})

describe('what query rules say', () => {
  const theft = signal('distillation', '2026-03-10', 13.8)

  test('is told beside a case, from two weeks before to two weeks after', () => {
    const said = (day: string) => signal('many-models', day, 5)
    const [found, ...others] = join([
      said('2026-02-20'),
      said('2026-03-01'),
      theft,
      said('2026-03-11'),
      said('2026-03-30'),
    ])
    expect(others).toEqual([])
    expect(found?.signals).toEqual([theft])
    expect(found?.corroboration).toEqual([said('2026-03-01'), said('2026-03-11')])
  })

  test('neither opens a case nor adds to its evidence, its span or its id', () => {
    expect(join([signal('many-models', '2026-03-10', 13.8)])).toEqual([])
    const [alone] = join([theft])
    const [beside] = join([
      signal('many-models', '2026-03-09', 5),
      theft,
      signal('many-models', '2026-03-20', 5),
    ])
    expect({ ...beside, corroboration: [] }).toEqual(alone)
  })

  test('opens a case where its rule says so, whatever its evidence', () => {
    const left = signal('access-after-leaving', '2026-03-10', 0.4)
    expect(join([left, signal('many-models', '2026-03-10', 5)])).toMatchObject([
      { signals: [left], evidence: 0.4, corroboration: [{ rule: 'many-models' }] },
    ])
  })

  test('of another person is told nowhere', () => {
    const [found] = join([theft, signal('many-models', '2026-03-10', 5, { person: 'amber.heron' })])
    expect(found?.corroboration).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { STAFF_KINDS } from '../../activity/directory/staff.ts'
import { contextOf } from './context-of.ts'
import { FACT_EFFECTS, FACT_KINDS } from './fact-effects.ts'

const on = temporaryStores()
const PERSON = 'opal.kite'

async function write(
  facts: readonly (readonly [kind: string, day: string, detail?: string])[],
): Promise<void> {
  await on.stores.analytics.insert(
    'staff_row',
    facts.map(([kind, day, detail = '']) => ({
      person: PERSON,
      kind,
      effective: `${day} 00:00:00.000`,
      detail,
      origin: 'staff.csv',
      batch: 1,
      deleted: 0,
    })),
  )
}

const contextIn = (from: string, to: string) => contextOf(on.stores.analytics, PERSON, { from, to })

describe('context', () => {
  test('says what a fact changes, in order of time, and nothing of why', async () => {
    await write([
      ['on-call', '2026-03-09', 'until 2026-03-15, because of a colleague’s illness'],
      ['notice', '2026-03-12', 'better pay'],
    ])
    const facts = await contextIn('2026-03-01', '2026-03-20')
    expect(facts.map(({ kind, since, until, sentence }) => [kind, since, until, sentence])).toEqual([
      [
        'on-call',
        '2026-03-09',
        '2026-03-15',
        'opal.kite was on call from 2026-03-09 until 2026-03-15. Nothing is scored differently.',
      ],
      [
        'notice',
        '2026-03-12',
        '2026-03-12',
        'opal.kite gave notice of leaving on 2026-03-12. The 60 days before are read once more at the threshold of five cases a week; the score itself stays what it is.',
      ],
    ])
    expect(JSON.stringify(facts)).not.toMatch(/pay|illness/)
  })

  test('is named for as long as its effect lasts, and no longer', async () => {
    await write([['move', '2026-03-10', 'from assist-product to titan-training']])
    expect(await contextIn('2026-04-07', '2026-04-20')).toHaveLength(1)
    expect(await contextIn('2026-04-08', '2026-04-20')).toEqual([])
    expect(await contextIn('2026-02-01', '2026-03-02')).toEqual([])
    expect(await contextIn('2026-02-01', '2026-03-03')).toHaveLength(1)
  })

  test('knows the last day and the end of access', async () => {
    const { analytics } = on.stores
    await analytics.insert('person_row', [
      { person: PERSON, kind: 'human', time_zone: 'UTC', hired: '2020-01-01', left: '2026-03-31', batch: 1 },
    ])
    const account = { system: '', person: PERSON, from: '2020-01-01 00:00:00.000', batch: 1 }
    await analytics.insert('account_row', [
      { ...account, account: 'old', to: '2026-02-01 00:00:00.000' },
      { ...account, account: 'new', to: '2026-04-01 00:00:00.000' },
    ])
    const facts = await contextIn('2026-03-01', '2026-04-30')
    expect(facts.map(({ kind, since }) => [kind, since])).toEqual([
      ['last-day', '2026-03-31'],
      ['access-end', '2026-04-01'],
    ])
  })

  test('is empty for somebody nobody knows anything of', async () => {
    expect(await contextIn('2026-03-01', '2026-04-30')).toEqual([])
  })
})

describe('what facts do', () => {
  test('is written down for every kind of fact that is read', () => {
    for (const kind of STAFF_KINDS) expect(FACT_KINDS).toContain(kind)
  })

  test('is what the page for privacy officers says', () => {
    const page = readFileSync(new URL('../../../docs/departure.md', import.meta.url), 'utf8')
    const rows = page.slice(page.indexOf('| fact ')).split('\n')
    for (const kind of FACT_KINDS) {
      const name = kind === 'access-end' ? 'access end' : kind.replace('-', ' ')
      const row = rows.find((line) => line.startsWith(`| ${name} `))
      const { daysBefore, daysAfter } = FACT_EFFECTS[kind]
      const span = row?.split('|')[4] ?? ''
      expect(span, kind).toContain(daysBefore > 0 ? `${daysBefore} days before` : 'day')
      if (daysAfter > 0) expect(span, kind).toContain(`${daysAfter} after`)
    }
  })
})

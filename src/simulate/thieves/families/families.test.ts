import { expect, test } from 'vitest'
import { drawCompany } from '../company.ts'
import type { Theft } from '../take.ts'
import { truthOf } from '../theft-truth.ts'
import { drawTheft, FAMILIES } from './families.ts'

const company = drawCompany({ people: 180, days: 126, seed: 5 })
const thefts = new Map(FAMILIES.map((family) => [family.name, drawTheft(family, company)]))

function theft(name: string): Theft {
  const found = thefts.get(name)
  if (found === undefined || found === null) throw new Error(`nobody for ${name}`)
  return found
}

function sum(name: string, what: 'ask' | 'pull' | 'read' | 'send'): number {
  return theft(name).takes.reduce((total, take) => {
    if (take.what !== what) return total
    return total + (take.what === 'ask' ? take.calls : take.what === 'pull' ? take.shards.length : take.bytes)
  }, 0)
}

test.each(FAMILIES.map(({ name }) => name))(
  '%s is the same for the same company, and by people who are there',
  (name) => {
    const family = FAMILIES.find((one) => one.name === name)
    expect(family === undefined ? null : drawTheft(family, company)).toEqual(theft(name))
    const { thieves, takes } = theft(name)
    for (const id of thieves) {
      const person = company.organisation.people.find((one) => one.id === id)
      expect(person).toBeDefined()
      for (const take of takes.filter((one) => one.person === id))
        expect(Math.floor(take.time / 86_400_000)).toBeGreaterThanOrEqual((person?.hired ?? 0) - 1)
    }
    const truth = truthOf(theft(name), company)
    expect(truth.bytesSent).toBeGreaterThan(0)
    const day = (Date.parse(truth.firstDay) - company.span.firstDay * 86_400_000) / 86_400_000
    expect(day).toBeGreaterThanOrEqual(42)
  },
)

test('the loud theft has the size of the exercise', () => {
  for (const name of ['A', 'A2', 'C']) {
    expect(sum(name, 'pull')).toBe(37)
    expect(sum(name, 'ask') / 712_000).toBeGreaterThan(0.7)
    expect(sum(name, 'ask') / 712_000).toBeLessThan(1.35)
    expect(sum(name, 'read') / 2.1e12).toBeGreaterThan(0.6)
  }
})

test('drips take a tenth and a thirtieth of that a day, and no file twice', () => {
  const days = (name: string) =>
    new Set(theft(name).takes.map(({ time }) => Math.floor(time / 86_400_000))).size
  const rate = (name: string) => sum(name, 'ask') / ((7 / 5) * days(name)) / (712_000 / 14)
  expect(rate('B')).toBeGreaterThan(0.05)
  expect(rate('B')).toBeLessThan(0.16)
  expect(rate('B2')).toBeLessThan(0.07)
  for (const name of FAMILIES.map((family) => family.name)) {
    const files = theft(name).takes.flatMap((take) => (take.what === 'pull' ? take.shards : []))
    expect(new Set(files).size).toBe(files.length)
  }
})

test('split by role: one asks, one collects, one sends, all of one team', () => {
  const { thieves, takes } = theft('C2')
  const team = (id: string) => company.organisation.people.find((person) => person.id === id)?.team
  expect(new Set(thieves.map(team)).size).toBe(1)
  for (const [what, number] of [
    ['ask', 0],
    ['pull', 1],
    ['send', 2],
  ] as const)
    expect(new Set(takes.filter((take) => take.what === what).map(({ person }) => person))).toEqual(
      new Set([thieves[number]]),
    )
})

test('the ramp grows to the place’s whole sum, and those who leave are done before their notice', () => {
  const sends = theft('F').takes.flatMap((take) => (take.what === 'send' ? [take] : []))
  const half = sends.slice(0, Math.floor(sends.length / 2)).reduce((total, { bytes }) => total + bytes, 0)
  expect(half / sum('F', 'send')).toBeLessThan(0.25)
  const { notice, takes } = theft('L')
  expect(Math.max(...takes.map(({ time }) => time / 86_400_000))).toBeLessThan((notice ?? 0) + 1)
})

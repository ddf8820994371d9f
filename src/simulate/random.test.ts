import { expect, test } from 'vitest'
import { Random } from './random.ts'

const draws = (random: Random) => Array.from({ length: 20_000 }, () => random.next())
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('a stream is its seed and its name, and nothing else', () => {
  const same = draws(new Random(1, 'amber.heron', 'lake', 5))
  expect(draws(new Random(1, 'amber.heron', 'lake', 5))).toEqual(same)
  expect(draws(new Random(2, 'amber.heron', 'lake', 5))).not.toEqual(same)
  expect(draws(new Random(1, 'amber.heron', 'lake', 6))).not.toEqual(same)
})

test('neighbouring streams do not move together', () => {
  const firsts = Array.from({ length: 20_000 }, (_, day) => new Random(1, 'amber.heron', day).next())
  const lagged = firsts.slice(1).map((value, at) => (value - 0.5) * ((firsts[at] ?? 0) - 0.5))
  expect(Math.abs(mean(lagged))).toBeLessThan(0.003)
  expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(0.01)
})

test('the distributions have their means and spreads', () => {
  const random = new Random(7, 'moments')
  const normals = Array.from({ length: 40_000 }, () => random.normal())
  expect(Math.abs(mean(normals))).toBeLessThan(0.02)
  expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1)
  for (const rate of [0.2, 4, 80]) {
    const counts = Array.from({ length: 20_000 }, () => random.poisson(rate))
    expect(mean(counts) / rate).toBeCloseTo(1, 1)
    expect(mean(counts.map((count) => (count - rate) ** 2)) / rate).toBeCloseTo(1, 1)
  }
  const weighted = Array.from({ length: 20_000 }, () =>
    random.weighted([
      ['rare', 1],
      ['common', 3],
    ]),
  )
  expect(weighted.filter((item) => item === 'rare').length / weighted.length).toBeCloseTo(0.25, 1)
})

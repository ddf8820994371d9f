import { expect, test } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { sketchOf, withPromptSketch } from './prompt-sketch.ts'

const installation = temporaryStores()

async function sketches(...texts: string[]): Promise<string[]> {
  const rows = await installation.stores.analytics.query<{ sketch: string }>(
    `SELECT ${sketchOf('text')} AS sketch FROM (SELECT arrayJoin({texts:Array(String)}) AS text)`,
    { texts },
  )
  return rows.map(({ sketch }) => sketch)
}

/** In how many of the four places two prompts look made from one template. */
function agreements(left: string, right: string): number {
  return [16, 24, 32, 40].filter((at) => left.slice(at, at + 8) === right.slice(at, at + 8)).length
}

test('a sketch has a fixed size and holds nothing of the text', async () => {
  const [short = '', long = '', none] = await sketches('Hello', 'word '.repeat(50_000), ' \n')
  expect(short).toMatch(/^[0-9a-f]{48}$/)
  expect(long).toMatch(/^[0-9a-f]{48}$/)
  expect(none).toBe('')
})

test('gaps and letter case do not make another prompt; a word does', async () => {
  const [one = '', same = '', other = ''] = await sketches('Tell me  why', 'tell\nme why ', 'tell me how')
  expect(same).toBe(one)
  expect(other.slice(0, 16)).not.toBe(one.slice(0, 16))
})

test('prompts of one template agree in a place, prompts of two in none', async () => {
  const asked = (subject: string) =>
    `Solve the following exercise step by step and write down every thought: ${subject}`
  const [one = '', two = '', other = ''] = await sketches(
    asked('a train leaves the station at 17 km/h and meets another'),
    asked('how many even primes are there below the square of eleven?'),
    'Translate this letter into Dutch, keeping the tone of the writer, and mind the names in it.',
  )
  expect(agreements(one, two)).toBeGreaterThanOrEqual(1)
  expect(agreements(one, other)).toBe(0)
})

test('what stands in quotes and numbers is masked, and any language has a beginning', async () => {
  const [one = '', two = ''] = await sketches(
    'Rate the review "good, cheap" from 1 to 5',
    'Rate the review "a horrible thing" from 10 to 50',
  )
  expect(agreements(one, two)).toBe(4)
  const [three = '', four = ''] = await sketches(
    `${'请逐步解决下面的问题并说明理由'.repeat(4)}甲`,
    `${'请逐步解决下面的问题并说明理由'.repeat(4)}乙丙`,
  )
  expect(agreements(three, four)).toBeGreaterThanOrEqual(1)
})

test('broken bytes and hostile texts have sketches too', async () => {
  const rows = await installation.stores.analytics.query<{ sketch: string }>(
    `SELECT ${withPromptSketch('promptSketch(text)')} AS sketch FROM (SELECT arrayJoin([unhex('ff00fe'), '\\0', '"', '\`', '(?', '1']) AS text)`,
  )
  for (const { sketch } of rows) expect(sketch).toMatch(/^([0-9a-f]{48})?$/)
})

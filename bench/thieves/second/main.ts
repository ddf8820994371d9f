import { parseArgs } from 'node:util'
import { FAMILIES, type Family } from './families.ts'
import { generate } from './generate.ts'
import { STRESSES, type StressName } from './stress.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    people: { type: 'string', default: '180' },
    days: { type: 'string', default: '120' },
    family: { type: 'string', default: 'none' },
    stress: { type: 'string', default: 'none' },
    overlay: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})

/** The value, if it is one of those; else the program ends with a sentence. */
function oneOf<T extends string>(name: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) refuse(`--${name} is one of ${allowed.join(', ')}`)
  return found
}

function whole(name: string, value: string, least: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < least) refuse(`--${name} is a whole number of at least ${least}`)
  return number
}

function refuse(sentence: string): never {
  console.error(`second: ${sentence}`)
  process.exit(2)
}

const folder = values.out ?? refuse('--out names the folder to write to')
const began = performance.now()
const truth = generate({
  seed: whole('seed', values.seed, 0),
  people: whole('people', values.people, 60),
  days: whole('days', values.days, 120),
  family: oneOf<Family>('family', FAMILIES, values.family),
  stress: oneOf<StressName>('stress', STRESSES, values.stress),
  overlay: values.overlay,
  folder,
})
const { hours, ...about } = truth
const sum = (key: 'requests' | 'registryBytes' | 'lakeBytes' | 'sentBytes') =>
  hours.reduce((total, hour) => total + hour[key], 0)
console.log(
  JSON.stringify({
    ...about,
    stolen: {
      requests: sum('requests'),
      registryBytes: sum('registryBytes'),
      lakeBytes: sum('lakeBytes'),
      sentBytes: sum('sentBytes'),
    },
    seconds: Math.round((performance.now() - began) / 100) / 10,
  }),
)

import { latestStart, writeApiRun } from '../ordinary/api-run.ts'
import { workingHour } from '../ordinary/day-shape.ts'
import { accountsAt, addressesAt } from '../organisation/person.ts'
import { Random } from '../random.ts'
import { localTime } from '../zones.ts'
import type { Occasion } from './occasion.ts'

const BLOCK_DAYS = 21
const CHANCE_A_BLOCK = 0.06
const ROLES = new Set(['ml-engineer', 'research-scientist', 'product-engineer', 'data-engineer'])
const GAP_MS = 400

/** For one to two weeks somebody evaluates a model and asks for log-probabilities thousands of times a day. */
export const EVALUATION_PROJECT: Occasion = {
  name: 'evaluation-project',
  writeDay(person, shape, seed, sink, tail) {
    if (!shape.working || !ROLES.has(person.role)) return
    const block = Math.floor(shape.day / BLOCK_DAYS)
    const project = new Random(seed, person.id, this.name, block)
    if (!project.chance(CHANCE_A_BLOCK)) return
    const first = block * BLOCK_DAYS + project.int(0, 8)
    if (shape.day < first || shape.day >= first + project.int(5, 14)) return
    const usual = project.logNormal(1_800, 0.7) * tail
    const share = project.between(0.5, 1)
    const late = project.chance(0.3)
    const tag = `exp-${person.team}-eval-${project.hex(3)}`
    const random = new Random(seed, person.id, this.name, 'day', shape.day)
    const calls = Math.round(Math.min(30_000, usual * random.logNormal(1, 0.4)))
    const end = localTime(person.zone, shape.day, 24)
    const hour = late ? random.between(19, 22.5) : workingHour(shape, random)
    for (const [logprobs, part] of [
      [5, share],
      [0, 1 - share],
    ] as const) {
      const some = Math.round(calls * part)
      const start = Math.min(localTime(person.zone, shape.day, hour), latestStart(end, some, GAP_MS))
      const [account, ip] = [accountsAt(person, 'api', start)[0], addressesAt(person, start)[0]]
      if (account === undefined || ip === undefined || some < 1) continue
      const run = { system: 'api', start, end, calls: some, gap: GAP_MS, account, ip, logprobs, tag } as const
      writeApiRun({ ...run, ...EVALUATION_CALL }, random, sink)
    }
  },
}

const EVALUATION_CALL = {
  endpoint: '/v1/completions',
  model: 'titanlm-70b',
  maxTokens: 512,
  tokensIn: 300,
  tokensOut: 160,
  stream: false,
  temperature: 0,
} as const

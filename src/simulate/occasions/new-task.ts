import { latestStart, writeApiRun } from '../ordinary/api-run.ts'
import { workingHour } from '../ordinary/day-shape.ts'
import { experimentTag } from '../ordinary/experiments.ts'
import { accountsAt, addressesAt } from '../organisation/person.ts'
import { Random } from '../random.ts'
import { LAKE_ASSETS, MODELS } from '../world/assets.ts'
import { LABELLING, OWN_BACKUP, PARTNERS, POPULAR_CLOUDS } from '../world/destinations.ts'
import { localTime } from '../zones.ts'
import { newPlace } from './new-places.ts'
import type { Occasion } from './occasion.ts'
import { pull, read, send } from './transfers.ts'

const CHANCE_A_DAY = 0.006
/** After a change of teams tasks are new for two weeks. */
const CHANCE_AFTER_MOVE = 0.25
const GAP_MS = 500
const GB = 1e9

/** The first day of a task that is new to somebody: every channel at once, and things never touched before. */
export const NEW_TASK: Occasion = {
  name: 'new-task',
  writeDay(person, shape, seed, sink, tail) {
    if (!shape.working) return
    const random = new Random(seed, person.id, this.name, shape.day)
    const moved = person.move !== null && shape.day >= person.move.day && shape.day < person.move.day + 14
    if (!random.chance(moved ? CHANCE_AFTER_MOVE : CHANCE_A_DAY)) return
    const at = () => ({ person, day: shape.day, hour: workingHour(shape, random) })
    const model = random.pick(MODELS)
    pull(
      at(),
      model,
      random.int(0, model.shards - 1),
      random.int(1, Math.min(10, model.shards)),
      random,
      sink,
    )
    read(at(), random.pick(LAKE_ASSETS), random.logNormal(30, 1) * tail * GB, random, sink)
    const to = random.pick([OWN_BACKUP, LABELLING, ...PARTNERS, ...POPULAR_CLOUDS, newPlace(random)])
    send(at(), to, Math.min(60, random.logNormal(2, 1.1) * tail) * GB, random, sink)

    const calls = Math.round(Math.min(20_000, random.logNormal(1_500, 0.7) * tail))
    const end = localTime(person.zone, shape.day, 24)
    const start = Math.min(
      localTime(person.zone, shape.day, workingHour(shape, random)),
      latestStart(end, calls, GAP_MS),
    )
    const [account, ip] = [accountsAt(person, 'api', start)[0], addressesAt(person, start)[0]]
    if (account === undefined || ip === undefined) return
    const tag = experimentTag(person.team, shape.day, random)
    const logprobs = random.chance(0.4) ? 5 : 0
    const run = { system: 'api', start, end, calls, gap: GAP_MS, account, ip, logprobs, tag } as const
    writeApiRun({ ...run, ...TASK_CALL }, random, sink)
  },
}

const TASK_CALL = {
  endpoint: '/v1/chat/completions',
  model: 'titanlm-70b',
  maxTokens: 1024,
  tokensIn: 400,
  tokensOut: 300,
  stream: false,
  temperature: 0.2,
} as const

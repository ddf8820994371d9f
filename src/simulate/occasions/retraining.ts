import { weekOf } from '../calendar.ts'
import { workingHour } from '../ordinary/day-shape.ts'
import { Random } from '../random.ts'
import { CODE_13B, CODE_CORPUS, PRETRAIN, SFT, TITAN_7B, TITAN_70B } from '../world/assets.ts'
import type { Occasion } from './occasion.ts'
import { pull, read } from './transfers.ts'

const CHANCE_A_WEEK = 0.012
const ROLES = new Set(['ml-engineer', 'research-scientist', 'platform-engineer'])
const GB = 1e9

/** A week in which a model is trained anew: its weights and hundreds of gigabytes of data, day after day. */
export const RETRAINING: Occasion = {
  name: 'retraining',
  writeDay(person, shape, seed, sink, tail) {
    if (!shape.working || !ROLES.has(person.role)) return
    const week = new Random(seed, person.id, this.name, weekOf(shape.day))
    if (!week.chance(CHANCE_A_WEEK)) return
    const model = week.weighted([
      [TITAN_7B, 5],
      [CODE_13B, 3],
      [TITAN_70B, 2],
    ] as const)
    const asset = week.pick([SFT, PRETRAIN, CODE_CORPUS])
    const gigabytes = week.logNormal(120, 0.6) * tail
    const random = new Random(seed, person.id, this.name, 'day', shape.day)
    const at = () => ({ person, day: shape.day, hour: workingHour(shape, random) })
    read(at(), asset, gigabytes * random.logNormal(1, 0.4) * GB, random, sink)
    if (random.chance(0.6)) pull(at(), model, random.int(0, model.shards - 1), model.shards, random, sink)
  },
}

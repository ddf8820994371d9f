import { Random } from '../random.ts'
import { CODE_13B, TITAN_7B, TITAN_70B } from '../world/assets.ts'
import { PARTNERS } from '../world/destinations.ts'
import type { Occasion } from './occasion.ts'
import { pull, send } from './transfers.ts'

const CHANCE_A_DAY = 0.0006

/** Weights that were sold or lent: pulled as a whole and sent to a partner within hours. */
export const SHIPMENT: Occasion = {
  name: 'shipment',
  writeDay(person, shape, seed, sink) {
    if (!shape.working || person.role === 'product-engineer') return
    const random = new Random(seed, person.id, this.name, shape.day)
    if (!random.chance(CHANCE_A_DAY)) return
    const model = random.weighted([
      [TITAN_7B, 5],
      [CODE_13B, 4],
      [TITAN_70B, 1],
    ] as const)
    const at = (hour: number) => ({ person, day: shape.day, hour })
    pull(at(random.between(9, 12)), model, 0, model.shards, random, sink)
    const partner = random.pick(PARTNERS)
    send(at(random.between(14, 18)), partner, model.shards * model.shardBytes, random, sink)
  },
}

import { SECOND } from '../calendar.ts'
import { accountsAt, type Person } from '../organisation/person.ts'
import { profileOf } from '../organisation/roles.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { type ModelAsset, shardName, TITAN_70B } from '../world/assets.ts'
import { localTime } from '../zones.ts'
import { type DayShape, workingHour } from './day-shape.ts'
import { experimentRun } from './experiments.ts'

/** Bytes a second from the registry to a workstation. */
const SPEED = 90_000_000
/** Chance that somebody who takes from the flagship takes all of it. */
const WHOLE_FLAGSHIP = 0.02
const MOST_PULLS_A_DAY = 8

/** One pull: some files of a model, one after the other. */
export interface Pull {
  readonly account: string
  readonly run: string
  readonly model: ModelAsset
  readonly firstShard: number
  readonly shards: number
  readonly start: number
  readonly end: number
}

/** Writes a pull's lines; what would come after its end is left out. */
export function writePull(pull: Pull, random: Random, sink: ActSink): void {
  const { account, run, model } = pull
  let time = pull.start
  for (let number = 0; number < pull.shards && time < pull.end; number++) {
    const file = shardName(((pull.firstShard + number) % model.shards) + 1, model.shards)
    const status = random.chance(0.004) ? 503 : 200
    const bytes = status === 200 ? model.shardBytes : 0
    sink.add('registry', { time, account, run, path: model.path, file, bytes, status })
    time += (model.shardBytes / SPEED) * 1000 * random.between(0.7, 1.6) + SECOND
  }
}

/** A person's registry reads on one local day: weights for fine-tunes, adapters, parts of the flagship. */
export function writeRegistryDay(person: Person, shape: DayShape, random: Random, sink: ActSink): void {
  const profile = profileOf(person.role)
  const end = localTime(person.zone, shape.day, 24)
  if (shape.paged) for (let pull = random.int(0, 3); pull > 0; pull--) write(random.between(2, 4.7))
  if (!shape.working) return
  const mean = profile.pulls * person.habits.registry * shape.load.registry
  for (let pull = Math.min(MOST_PULLS_A_DAY, random.poisson(mean)); pull > 0; pull--)
    write(workingHour(shape, random))

  function write(hour: number): void {
    const start = localTime(person.zone, shape.day, hour)
    const accounts = accountsAt(person, 'mlflow', start)
    if (accounts.length === 0) return
    const account = random.pick(accounts)
    const run = experimentRun(person.team, random)
    const model = random.weighted(profile.models)
    if (model === 'adapter') {
      const path = `models/adapters/${run}/`
      const bytes = random.logNormal(310_000_000, 0.6)
      const file = 'adapter_model.safetensors'
      sink.add('registry', { time: start, account, run, path, file, bytes, status: 200 })
      return
    }
    const part = model === TITAN_70B && !random.chance(WHOLE_FLAGSHIP)
    const firstShard = part ? random.int(0, model.shards - 1) : 0
    const shards = part ? Math.min(15, 1 + random.poisson(3)) : model.shards
    writePull({ account, run, model, firstShard, shards, start, end }, random, sink)
  }
}

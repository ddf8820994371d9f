import { DAY, HOUR, MINUTE, SECOND } from '../calendar.ts'
import { writeBatch } from '../ordinary/lake.ts'
import { accountsAt, addressesAt, type Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { shardName } from '../world/assets.ts'
import type { Take, Theft } from './take.ts'

/** Largest connection: a tool cuts what is larger. */
const FLOW_BYTES = 4.2e9
const GAP_MS = 75
const PULL_BYTES_A_SECOND = 120e6
const LONGEST_BATCH = 20 * HOUR

/**
 * Writes a theft as the acts that the logs would show, under the thieves' own accounts and addresses.
 *
 * @param people everybody the theft names.
 * @param numbers which of the takes; all by default.
 */
export function writeTakes(
  theft: Theft,
  people: ReadonlyMap<string, Person>,
  seed: number,
  sinkOf: (person: string) => ActSink,
  numbers: Iterable<number> = theft.takes.keys(),
): void {
  for (const number of numbers) {
    const take = theft.takes[number]
    if (take === undefined) continue
    const person = people.get(take.person)
    if (person === undefined) continue
    const random = new Random(seed, theft.family, 'take', number)
    WRITERS[take.what](take as never, person, random, sinkOf(person.id))
  }
}

/** The takes that begin on a UTC day, by their number; none of them lasts longer than a day. */
export function takesOfDay(theft: Theft, day: number): number[] {
  return theft.takes.flatMap(({ time }, number) => (Math.floor(time / DAY) === day ? [number] : []))
}

type Writers = {
  readonly [What in Take['what']]: (
    take: Extract<Take, { what: What }>,
    person: Person,
    random: Random,
    sink: ActSink,
  ) => void
}

const WRITERS: Writers = {
  ask(take, person, random, sink) {
    const [account] = accountsAt(person, 'api', take.time)
    const [ip] = addressesAt(person, take.time)
    if (account === undefined || ip === undefined) return
    for (let number = 0; number < take.calls; number++) {
      sink.add('api', {
        time: take.time + number * GAP_MS,
        endpoint: '/v1/completions',
        account,
        ip,
        tokensIn: 40 + Math.floor(320 * random.next() * random.next()),
        tokensOut: 1_024 + Math.floor(1_024 * random.next()),
        logprobs: random.chance(take.logprobShare) ? 5 : 0,
        latencySeconds: 0.7 + 0.8 * random.next(),
        status: 200,
        tag: take.tag,
      })
    }
  },

  pull(take, person, random, sink) {
    const [account] = accountsAt(person, 'mlflow', take.time)
    if (account === undefined) return
    const { model } = take
    const run = `exp-${person.team}-ft-${random.hex(4)}`
    let time = take.time
    for (const shard of take.shards) {
      const file = shardName(shard, model.shards)
      sink.add('registry', {
        time,
        account,
        run,
        path: model.path,
        file,
        bytes: model.shardBytes,
        status: 200,
      })
      time += (model.shardBytes / PULL_BYTES_A_SECOND) * SECOND * random.between(0.8, 1.4)
    }
  },

  read(take, person, random, sink) {
    const [account] = accountsAt(person, 'minio', take.time)
    if (account === undefined) return
    const { asset, firstPart, bytes, time } = take
    writeBatch({ account, asset, firstPart, bytes, start: time, end: time + LONGEST_BATCH }, random, sink)
  },

  send(take, person, random, sink) {
    for (const { time, bytes } of flowsOf(take)) {
      const [from] = addressesAt(person, time)
      if (from === undefined) continue
      sink.add('flows', {
        time,
        from,
        to: take.to.address,
        port: 443,
        protocol: 'HTTPS (WireGuard tunnel)',
        bytes,
        seconds: Math.max(1, Math.round(bytes / random.between(2.6e6, 8e6))),
        name: take.to.name,
      })
    }
  },
}

/** The connections of a sending, evenly over its time. */
export function flowsOf(take: Extract<Take, { what: 'send' }>): { time: number; bytes: number }[] {
  const flows = Math.max(1, Math.ceil(take.bytes / FLOW_BYTES))
  const step = flows === 1 ? 0 : Math.max(MINUTE / 6, take.durationMs / (flows - 1))
  return Array.from({ length: flows }, (_, number) => ({
    time: take.time + number * step,
    bytes: Math.round(take.bytes / flows),
  }))
}

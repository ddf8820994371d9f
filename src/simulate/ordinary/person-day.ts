import type { Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { writeApiDay } from './api.ts'
import { dayShape } from './day-shape.ts'
import { writeEgressDay } from './egress.ts'
import { writeLakeDay } from './lake.ts'
import { writeRegistryDay } from './registry.ts'

/** Everything one ordinary person does on one local day, each channel from a stream of its own. */
export function writePersonDay(person: Person, day: number, seed: number, sink: ActSink, tail = 1): void {
  const shape = dayShape(person, day, seed, tail)
  if (!shape.working && !shape.paged) return
  const stream = (channel: string) => new Random(seed, person.id, channel, day)
  writeApiDay(person, shape, stream('inference'), sink)
  writeRegistryDay(person, shape, stream('registry'), sink)
  writeLakeDay(person, shape, seed, stream('lake'), sink)
  writeEgressDay(person, shape, stream('egress'), sink)
}

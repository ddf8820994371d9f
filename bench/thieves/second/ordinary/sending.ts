import type { Act } from '../act.ts'
import type { Destination } from '../company/destinations.ts'
import type { DayOf } from './day.ts'

/** Much small traffic to where everybody goes, and the few larger uploads of an ordinary day. */
export function ordinarySends(its: DayOf): Act[] {
  const { random, person, day, mood, role, destinations, stress, moment } = its
  const acts: Act[] = []
  const spread = 1.9 * stress.tail
  const send = (destination: Destination, bytes: number) => {
    const bytesOut = Math.max(400, Math.round(Math.min(bytes, 180e9)))
    const bytesIn = Math.round(bytesOut * random.between(0.002, 0.02)) + 3000
    const seconds = Math.min(3500, Math.max(2, Math.round(bytesOut / 40e6)))
    acts.push({ kind: 'send', person, at: moment(), seconds, destination, bytesOut, bytesIn })
  }
  const visits = random.integer(4, 9)
  for (let visit = 0; visit < visits; visit += 1) {
    acts.push({
      kind: 'send',
      person,
      at: moment(),
      seconds: random.integer(1, 900),
      destination: random.pick(destinations.common),
      bytesOut: Math.round(random.logNormal(180_000, 1.6)),
      bytesIn: Math.round(random.logNormal(4e6, 1.8)),
    })
  }
  for (const cloud of person.clouds)
    if (random.chance(cloud.chance)) send(cloud.to, random.logNormal(cloud.bytes, spread))
  if (person.own !== undefined && random.chance(person.own.chance)) {
    send(person.own.to, random.logNormal(person.own.bytes, spread))
  }
  if (random.chance(role.vendorChance * mood.effort)) {
    send(random.pick(destinations.vendors), random.logNormal(role.vendorBytes, 1.3) * mood.effort)
  }
  // Somewhere new: a conference, a customer, a rented machine; a task that starts often needs one.
  if (random.chance(mood.task ? 0.3 : person.curiosity)) {
    const to = destinations.another('upload')
    const bytes = random.logNormal(mood.task ? 0.5e9 : 60e6, spread)
    for (let part = random.integer(1, 3); part > 0; part -= 1) send(to, bytes * random.next())
  }
  const left = person.lastDay - day
  if (person.copiesPersonalFiles && left < 15 && random.chance(0.25)) {
    const to = person.own?.to ?? person.clouds[0]?.to ?? destinations.another('upload')
    send(to, random.logNormal(3e9, 1.1))
  }
  return acts
}

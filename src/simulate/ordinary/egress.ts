import { addressesAt, type Person } from '../organisation/person.ts'
import { profileOf } from '../organisation/roles.ts'
import type { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import {
  type Destination,
  LABELLING,
  OWN_SITES,
  PARTNERS,
  POPULAR_CLOUDS,
  VENDORS,
  WEB,
} from '../world/destinations.ts'
import { localTime } from '../zones.ts'
import { type DayShape, workingHour } from './day-shape.ts'

const MB = 1_000_000
const GB = 1_000 * MB
const FLOWS_A_DAY = 24
const FULL_BACKUP_DAYS = 14
const UPLOAD_DAYS = 0.025
const PROTOCOLS = [
  ['HTTPS (WireGuard tunnel)', 70],
  ['HTTPS', 10],
  ['QUIC', 8],
  [null, 12],
] as const

/** Writes one connection out of the address a person holds at that time; none when they hold none. */
export function writeFlow(
  person: Person,
  time: number,
  to: Destination,
  bytes: number,
  random: Random,
  sink: ActSink,
): void {
  const addresses = addressesAt(person, time)
  if (addresses.length === 0) return
  const from = random.pick(addresses)
  const seconds = Math.max(1, Math.round(bytes / random.between(0.6 * MB, 4 * MB) + random.between(0, 90)))
  const protocol = random.weighted(PROTOCOLS)
  const port = random.chance(0.94) ? 443 : 22
  sink.add('flows', {
    time,
    from,
    to: to.address,
    port,
    protocol,
    bytes: Math.round(bytes),
    seconds,
    name: to.name,
  })
}

/** A person's way out on one local day: the web, back-ups, feeds, uploads, and what leavers take home. */
export function writeEgressDay(person: Person, shape: DayShape, random: Random, sink: ActSink): void {
  if (!shape.working) return
  const { habits } = person
  const send = (hour: number, to: Destination, bytes: number) =>
    writeFlow(person, localTime(person.zone, shape.day, hour), to, bytes, random, sink)
  const byDay = () => workingHour(shape, random)

  const flows = random.poisson(FLOWS_A_DAY * Math.min(4, shape.load.egress))
  for (let number = 0; number < flows; number++)
    send(byDay(), webDestination(random), Math.min(4 * GB, random.logNormal(0.5 * MB * habits.egress, 1.9)))

  if (habits.backup !== null && random.chance(0.8)) {
    const full = shape.day % FULL_BACKUP_DAYS === habits.fullBackupDay
    const bytes = full ? random.between(15, 60) * GB : random.logNormal(1.2, 0.8) * GB
    send(random.between(1.6, 4.5), habits.backup, bytes)
  }
  if (random.chance(profileOf(person.role).feeds)) {
    const to = random.chance(0.6) ? LABELLING : random.pick(PARTNERS)
    for (let parts = random.int(2, 10); parts > 0; parts--) send(byDay(), to, random.between(1, 9) * GB)
  }
  if (random.chance(UPLOAD_DAYS * habits.egress)) {
    const to = random.pick([
      ...POPULAR_CLOUDS,
      ...PARTNERS.slice(0, 1),
      ...habits.personal,
      ...habits.personal,
    ])
    const late = random.chance(0.3) ? random.between(20, 23.9) : byDay()
    send(late, to, Math.min(40, random.logNormal(3, 0.8)) * GB)
  }
  const leaving = person.notice !== null && shape.day >= person.notice
  if (leaving && habits.packsUp && random.chance(0.2)) {
    const to = random.pick([...POPULAR_CLOUDS, ...habits.personal])
    for (let parts = random.int(1, 3); parts > 0; parts--)
      send(random.between(17, 23), to, random.between(0.5, 2.5) * GB)
  }
}

/** Half of the web's flows go to a few sites that everybody visits, a quarter to the long tail. */
function webDestination(random: Random): Destination {
  const kind = random.next()
  if (kind < 0.25) return random.pick(OWN_SITES)
  if (kind < 0.45) return random.pick(VENDORS)
  if (kind < 0.49) return random.pick(POPULAR_CLOUDS)
  return WEB[Math.floor(random.next() ** 2.5 * WEB.length)] ?? random.pick(WEB)
}

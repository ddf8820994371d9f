import { DAY, dayOf, weekdayOf } from '../calendar.ts'
import { writeApiDay } from '../ordinary/api.ts'
import { type DayShape, dayShape, workingHour } from '../ordinary/day-shape.ts'
import { writeEgressDay } from '../ordinary/egress.ts'
import { experimentRun } from '../ordinary/experiments.ts'
import { writeBatch } from '../ordinary/lake.ts'
import { plainAccounts } from '../organisation/accounts.ts'
import { RESERVED_ADDRESS } from '../organisation/leases.ts'
import type { Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import type { ActSink } from '../sources.ts'
import { CODE_CORPUS } from '../world/assets.ts'
import { localTime } from '../zones.ts'
import { heistDay } from './days.ts'

/** The insider's account in every system, and the only address they ever held. */
export const COBALT_MIRROR = { id: 'cobalt.mirror', ip: RESERVED_ADDRESS } as const

/** A quiet engineer on paper: less traffic than the colleagues, no pager, no leave, no deadline weeks. */
export const THIEF: Person = {
  id: COBALT_MIRROR.id,
  name: 'Cobalt Mirror',
  team: 'titan-training',
  role: 'ml-engineer',
  zone: 'Atlantic/Reykjavik',
  hired: dayOf('2022-02-14'),
  notice: heistDay(37),
  left: heistDay(40),
  absences: [],
  accounts: plainAccounts(COBALT_MIRROR.id),
  leases: [{ ip: COBALT_MIRROR.ip, from: dayOf('2025-06-02') * DAY, to: null }],
  habits: {
    calls: 340,
    logprobShare: 0.2,
    registry: 1,
    lake: 1,
    egress: 1,
    startHour: 9,
    endHour: 17.5,
    weekendShare: 0.05,
    backup: null,
    fullBackupDay: 0,
    packsUp: false,
    personal: [],
  },
  move: null,
}

/** The insider's honest work: weights and large data are left to the nights of the theft. */
export function writeOrdinaryDay(day: number, seed: number, sink: ActSink): void {
  const drawn = dayShape(THIEF, day, seed)
  const calm = (load: number) => Math.min(2, load)
  const shape: DayShape = {
    ...drawn,
    crunch: false,
    paged: false,
    load: {
      inference: calm(drawn.load.inference),
      registry: calm(drawn.load.registry),
      lake: calm(drawn.load.lake),
      egress: calm(drawn.load.egress),
    },
  }
  if (!shape.working) return
  writeApiDay(THIEF, shape, new Random(seed, THIEF.id, 'inference', day), sink)
  writeEgressDay(THIEF, shape, new Random(seed, THIEF.id, 'egress', day), sink)
  if (weekdayOf(day) < 5) writeSmallReads(shape, new Random(seed, THIEF.id, 'small-reads', day), sink)
}

function writeSmallReads(shape: DayShape, random: Random, sink: ActSink): void {
  const account = THIEF.id
  const start = localTime(THIEF.zone, shape.day, workingHour(shape, random))
  if (random.chance(0.12)) {
    const run = experimentRun(THIEF.team, random)
    const file = 'adapter_model.safetensors'
    const bytes = random.logNormal(310_000_000, 0.5)
    const path = `models/adapters/${run}/`
    sink.add('registry', { time: start, account, run, path, file, bytes, status: 200 })
  }
  if (random.chance(0.12)) {
    const bytes = random.between(0.5, 4) * 1_000_000_000
    const firstPart = random.int(0, CODE_CORPUS.parts - 1)
    writeBatch({ account, asset: CODE_CORPUS, firstPart, bytes, start, end: start + DAY }, random, sink)
  }
}

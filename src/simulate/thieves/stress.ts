import { DAY, HOUR } from '../calendar.ts'
import type { Person } from '../organisation/person.ts'
import { Random } from '../random.ts'
import type { ActSink, Acts, Source } from '../sources.ts'
import { type Circumstances, type Company, type CompanySize, drawCompany, USUAL } from './company.ts'

/** What can be wrong with a company's logs and registers while the threshold stays what it was. */
export interface Stress {
  readonly name: string
  /** One line for a table. */
  readonly about: string
  /** The company it happens to. */
  readonly company: (size: CompanySize) => Company
  /** What becomes of an act on its way to the log; null where it is lost. */
  readonly pass: (company: Company, source: Source, time: number) => number | null
  /** What the directory says of a person. */
  readonly listed: (company: Company, person: Person) => Person
  /** Rows of destinations.csv, without its header. `taken` are places of thieves. */
  readonly destinations: (company: Company, rows: readonly string[], taken: readonly string[]) => string[]
}

const none: Stress = {
  name: 'none',
  about: 'nothing',
  company: (size) => drawCompany(size),
  pass: (_company, _source, time) => time,
  listed: (_company, person) => person,
  destinations: (_company, rows) => [...rows],
}

const stress = (changes: Partial<Stress> & Pick<Stress, 'name' | 'about'>): Stress => ({
  ...none,
  ...changes,
})

const inCircumstances = (changes: Partial<Circumstances>) => (size: CompanySize) =>
  drawCompany(size, { ...USUAL, ...changes })

/** Which log is silent, and from which day of the counted part of the span. */
const silent =
  (days: number): Stress['pass'] =>
  ({ size, span }, source, time) => {
    const random = new Random(size.seed, 'silent', days)
    const lost = random.pick([['api', 'gateway'], ['registry'], ['lake'], ['flows']] as const)
    const from = random.int(span.firstDay + 50, span.lastDay - 25)
    const day = Math.floor(time / DAY)
    return lost.some((name) => name === source) && day >= from && day < from + days ? null : time
  }

const WRONG_ROLES = 0.15
const HALF = 0.5

/** Without stress, and then one at a time. */
export const NO_STRESS: Stress = none
export const STRESSES: readonly Stress[] = [
  stress({
    name: 'tails',
    about: 'bursts and large transfers half as large again',
    company: inCircumstances({ tail: 1.5 }),
  }),
  stress({ name: 'day', about: 'the log of one source missing for a day', pass: silent(1) }),
  stress({ name: 'week', about: 'the log of one source missing for a week', pass: silent(7) }),
  stress({
    name: 'roles',
    about: 'wrong roles for 15 % of the people',
    listed({ size, organisation }, person) {
      const random = new Random(size.seed, person.id, 'wrong-role')
      return random.chance(WRONG_ROLES) ? { ...person, role: random.pick(organisation.people).role } : person
    },
  }),
  stress({
    name: 'reorganisation',
    about: 'a third of the people take over the work of others in one week; the directory says so afterwards',
    company(size) {
      const { span } = drawCompany(size)
      const random = new Random(size.seed, 'reorganisation')
      const day = random.int(span.firstDay + 55, span.lastDay - 25)
      return drawCompany(size, { ...USUAL, reorganisedInWeek: Math.floor((day + 3) / 7) })
    },
  }),
  stress({
    name: 'register',
    about: 'half of the sanctioned destinations not listed, and a thief’s own place listed as a vendor',
    destinations({ size }, rows, taken) {
      const random = new Random(size.seed, 'register')
      return [...rows.filter(() => random.chance(HALF)), ...taken.map((address) => `${address},,vendor`)]
    },
  }),
  stress({
    name: 'clocks',
    about: 'the registry’s clock nine hours fast for two weeks, the VPN’s five hours slow for one',
    pass({ size, span }, source, time) {
      const from = new Random(size.seed, 'clocks').int(span.firstDay + 50, span.lastDay - 25)
      const day = Math.floor(time / DAY) - from
      if (source === 'registry' && day >= 0 && day < 14) return time + 9 * HOUR
      if (source === 'flows' && day >= 4 && day < 11) return time - 5 * HOUR
      return time
    },
  }),
]

/** A sink in front of which the stress stands. */
export function stressed(stress: Stress, company: Company, sink: ActSink): ActSink {
  if (stress.pass === none.pass) return sink
  return {
    add<Of extends Source>(source: Of, act: Acts[Of]) {
      const time = stress.pass(company, source, act.time)
      if (time !== null) sink.add(source, { ...act, time })
    },
  }
}

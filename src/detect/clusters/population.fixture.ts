import { Dice } from './random.fixture.ts'

/**
 * A made-up population of accounts of an inference API: ordinary people, developers, products with many customers, look-alikes
 * that honest work brings forth, and one job that is spread over many accounts. What it knows of behaviour is written here and
 * nowhere in the detector.
 */
export interface Population {
  readonly seed: number
  /** Of every kind, ordinary people and customers of products. */
  readonly ordinary: number
  /** Days before the job and the look-alikes of {@link Population.newcomers} begin. */
  readonly quietDays: number
  readonly attack: Attack | null
  /** Look-alikes that begin on the same day as the job; long-standing ones are always there. */
  readonly newcomers: readonly Newcomer[]
  /** False: the log holds no prompts. */
  readonly prompts?: boolean
}

export type Newcomer = 'team' | 'suite' | 'class' | 'product' | 'scheduled' | 'reseller'

export interface Attack {
  readonly accounts: number
  readonly callsPerDay: number
  /** `pool`: every call from another address of a common pool. `residential`: an address for each account, its own. */
  readonly addresses: 'pool' | 'residential'
  /** `flat`: round the clock. `office`: hours and sessions like people's, drawn anew for each account and day. */
  readonly clock: 'flat' | 'office'
  /** Share of calls whose prompt is drawn from one small set that all accounts use. */
  readonly shared: number
  /** Wordings; each call uses one of them. */
  readonly templates: number
  /** Share of accounts that do nothing on a day. */
  readonly idle: number
  /** How far accounts' quotas lie apart, in powers of e; 0 for one quota. */
  readonly quotaSpread: number
  /** Of the wordings an account uses only so many, its own. */
  readonly topics: number
  /** True: the accounts are people's, who have called before the job and go on beside it. */
  readonly mixed: boolean
}

export const PLAIN_ATTACK: Omit<Attack, 'accounts'> = {
  callsPerDay: 26,
  addresses: 'pool',
  clock: 'flat',
  shared: 0,
  templates: 40,
  idle: 0,
  quotaSpread: 0,
  topics: 40,
  mixed: false,
}

/** What the log tells of one call; the line is what the intake of tests reads. */
interface Call {
  /** Seconds of the day. */
  second: number
  address: string
  model: string
  tokensIn: number
  tokensOut: number
  prompt: string
}

interface Account {
  readonly name: string
  readonly group: string
  /** The first day on which it exists; from 0. */
  readonly since: number
  calls(day: number, dice: Dice): Call[]
}

const MODELS = ['atlas-large', 'atlas-small', 'atlas-mini', 'atlas-code'] as const
const NEW_MODEL = 'atlas-next'
export const FIRST_DAY = '2026-02-02'

/** Which accounts belong to what, for whoever judges the answer: every account but ordinary ones, by group. */
export function groupsOf(population: Population): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const account of accountsOf(population)) {
    if (account.group === '') continue
    const names = groups.get(account.group) ?? []
    names.push(account.name)
    groups.set(account.group, names)
  }
  return groups
}

/** The lines of one day, as one text of tab-separated values after the other; never more than some megabytes at once. */
export function* linesOfDay(population: Population, day: number): Generator<string> {
  const date = new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10)
  let text: string[] = []
  for (const account of accountsOf(population)) {
    if (day < account.since) continue
    for (const call of account.calls(day, new Dice(population.seed, account.name, day))) {
      const second = Math.min(86_399, Math.max(0, Math.floor(call.second)))
      const clock = [second / 3600, (second / 60) % 60, second % 60]
        .map((part) => `${Math.floor(part)}`.padStart(2, '0'))
        .join(':')
      text.push(
        `${date} ${clock}\t${account.name}\t${call.address}\t${call.model}\t${Math.round(call.tokensIn)}\t${Math.round(call.tokensOut)}\t${population.prompts === false ? '' : call.prompt}`,
      )
    }
    if (text.length > 50_000) {
      yield `${text.join('\n')}\n`
      text = []
    }
  }
  if (text.length > 0) yield `${text.join('\n')}\n`
}

function* accountsOf(population: Population): Generator<Account> {
  const { seed, ordinary, quietDays, attack, newcomers } = population
  let made = 0
  const products: [kind: (at: number) => Product, share: number][] = [
    [
      (at) => ({
        name: `product-${at}`,
        seed,
        since: 0,
        customers: new Dice(seed, 'size', at).logNormal(120, 1),
        scheduled: false,
      }),
      0.3,
    ],
    [
      (at) => ({
        name: `scheduled-${at}`,
        seed,
        since: 0,
        customers: new Dice(seed, 'job', at).logNormal(80, 0.6),
        scheduled: true,
      }),
      0.03,
    ],
  ]
  for (const [product, share] of products) {
    const end = made + share * ordinary
    for (let at = 0; made < end; at++) {
      for (const account of customersOf(product(at), Math.floor(end - made))) {
        made++
        yield account
      }
      if (end - made < 1) break
    }
  }
  for (let at = 0; made < ordinary; at++, made++) yield person(seed, at, ordinary)
  for (let team = 0; team < 3; team++) yield* teamOf(seed, `team-${team}`, 0)
  yield* classOf(seed, 'class', (day) => day % 3 === 1)
  yield* suiteOf(seed, 'suite', 0)
  for (const newcomer of newcomers) yield* NEWCOMERS[newcomer](seed, quietDays)
  if (attack !== null) yield* attackersOf(seed, quietDays, attack)
}

const NEWCOMERS: Readonly<Record<Newcomer, (seed: number, since: number) => Iterable<Account>>> = {
  team: (seed, since) => teamOf(seed, 'new-team', since),
  suite: (seed, since) => suiteOf(seed, 'new-suite', since),
  class: (seed, since) => classOf(seed, 'new-class', (day) => day >= since),
  product: (seed, since) =>
    named(
      customersOf({ name: 'new-product', seed, since, customers: 400, scheduled: false }, 400),
      'new-product',
    ),
  scheduled: (seed, since) =>
    named(
      customersOf({ name: 'new-scheduled', seed, since, customers: 200, scheduled: true }, 200),
      'new-scheduled',
    ),
  reseller: (seed, since) => resellerOf(seed, 'new-reseller', since),
}

function* named(accounts: Iterable<Account>, group: string): Generator<Account> {
  for (const account of accounts) yield { ...account, group }
}

/** What a template leaves of a prompt's sketch: beginnings and ends as they are, or not; of its first words about half. */
function promptOf(template: string, dice: Dice, exact = dice.hex(16)): string {
  const style = new Dice('template', template)
  const [begins, least, most, ends] = [style.hex(8), style.hex(8), style.hex(8), style.hex(8)]
  const keepsEnd = style.chance(0.4)
  // The same prompt has the same sketch.
  const own = new Dice('prompt', exact)
  return [
    exact,
    begins,
    own.chance(0.5) ? least : own.hex(8),
    own.chance(0.5) ? most : own.hex(8),
    keepsEnd ? ends : own.hex(8),
  ].join('')
}

function freePrompt(dice: Dice, exact = dice.hex(16)): string {
  return exact + new Dice('free', exact).hex(32)
}

function addressOf(...seeds: (string | number)[]): string {
  const dice = new Dice('address', ...seeds)
  return `10.${dice.below(256)}.${dice.below(256)}.${1 + dice.below(250)}`
}

/** Seconds of the day at which a person in a time zone calls: some sittings, each of calls close together. */
function sittings(dice: Dice, calls: number, awake: number): number[] {
  const count = 1 + Math.min(4, dice.poisson(calls / 12))
  const starts = Array.from(
    { length: count },
    () => (((awake + 1 + 5 * Math.abs(dice.normal())) % 24) + dice.next()) * 3600,
  )
  return Array.from({ length: calls }, () => {
    const start = starts[dice.below(count)] ?? 0
    return (start - 600 * Math.log(1 - dice.next())) % 86_400
  })
}

const ZONES = [8, 8, 7, 9, 13, 14, 16, 0, 1, 3]

interface Habits {
  readonly rate: number
  readonly awake: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly repeats: number
  readonly activeDays: number
  readonly model: string
  readonly scripted: boolean
}

function habitsOf(name: string, seed: number, rate: number): Habits {
  const dice = new Dice(seed, 'habits', name)
  return {
    rate,
    awake: (ZONES[dice.below(ZONES.length)] ?? 8) + dice.normal(),
    tokensIn: dice.logNormal(350, 0.9),
    tokensOut: dice.logNormal(300, 0.7),
    repeats: 0.3 * dice.next() ** 2,
    activeDays: 0.35 + 0.6 * dice.next(),
    model: MODELS[dice.zipf(MODELS.length)] ?? MODELS[0],
    scripted: dice.chance(0.04),
  }
}

interface Manner {
  address(dice: Dice, at: number): string
  /** A prompt that was not asked before; `own` draws, so that repeating it is drawing again. */
  prompt(dice: Dice): string
}

/** The day of somebody who works as people do. */
function ownDay(habits: Habits, manner: Manner, day: number, dice: Dice): Call[] {
  const isWeekend = day % 7 >= 5
  if (!dice.chance(habits.activeDays * (isWeekend ? 0.4 : 1))) return []
  const calls = 1 + dice.poisson(habits.rate * Math.exp(0.5 * dice.normal()))
  const times = habits.scripted
    ? Array.from({ length: calls }, () => dice.next() * 86_400)
    : sittings(dice, calls, habits.awake)
  const asked: string[] = []
  return times.map((second, at) => {
    const again = asked.length > 0 && dice.chance(habits.repeats)
    const prompt = again ? (asked[dice.below(asked.length)] ?? '') : manner.prompt(dice)
    asked.push(prompt)
    return {
      second,
      address: manner.address(dice, at),
      model: dice.chance(0.85) ? habits.model : (MODELS[dice.zipf(MODELS.length)] ?? MODELS[0]),
      tokensIn: dice.logNormal(habits.tokensIn, 0.5),
      tokensOut: dice.logNormal(habits.tokensOut, 0.5),
      prompt,
    }
  })
}

function person(seed: number, at: number, of: number): Account {
  const name = `user-${seed}-${at}`
  const dice = new Dice(seed, 'person', at)
  const habits = habitsOf(name, seed, dice.chance(0.02) ? dice.logNormal(120, 0.8) : dice.logNormal(5, 1))
  // One in five sits behind an address that others of an office share.
  const home = dice.chance(0.2) ? addressOf(seed, 'office', dice.below(1 + of / 60)) : addressOf(seed, name)
  const away = addressOf(seed, name, 'away')
  const tools = Array.from(
    { length: 1 + dice.below(3) },
    () => `tool-${seed}-${dice.zipf(20 + Math.floor(of / 100))}`,
  )
  const manner: Manner = {
    address: (dice) => (dice.chance(0.85) ? home : away),
    prompt: (dice) => {
      const tool = tools[dice.below(tools.length)] ?? ''
      if (dice.chance(0.04)) return promptOf(tool, dice, new Dice('common', tool, dice.zipf(400)).hex(16))
      return dice.chance(0.55) ? promptOf(tool, dice) : freePrompt(dice)
    },
  }
  return { name, group: '', since: 0, calls: (day, dice) => ownDay(habits, manner, day, dice) }
}

interface Product {
  readonly name: string
  readonly seed: number
  readonly since: number
  readonly customers: number
  readonly scheduled: boolean
}

/** Customers of one product: one template, often one way out, and each with content and volume of their own. */
function* customersOf(
  { name, seed, since, customers, scheduled }: Product,
  most: number,
): Generator<Account> {
  const product = new Dice(seed, 'product', name)
  const templates = Array.from({ length: 1 + product.below(3) }, (_, at) => `${name}-${seed}-${at}`)
  const exits = product.chance(0.5) ? 3 + product.below(6) : 0
  const common = product.chance(0.5) ? 0.05 * product.next() : 0
  const typical = product.logNormal(8, 0.5)
  for (let at = 0; at < Math.min(most, Math.max(1, Math.floor(customers))); at++) {
    const account = `${name}-${seed}-customer-${at}`
    const dice = new Dice(seed, account)
    const habits = {
      ...habitsOf(account, seed, dice.logNormal(typical, scheduled ? 0.5 : 0.9)),
      scripted: scheduled || dice.chance(0.05),
    }
    const home = addressOf(seed, account)
    const manner: Manner = {
      address: (dice) => (exits === 0 ? home : addressOf(seed, name, 'exit', dice.below(exits))),
      prompt: (dice) => {
        const template = templates[dice.below(templates.length)] ?? ''
        return dice.chance(common)
          ? promptOf(template, dice, new Dice('common', template, dice.zipf(300)).hex(16))
          : promptOf(template, dice)
      },
    }
    const active = scheduled ? { ...habits, activeDays: 3 } : habits
    yield { name: account, group: '', since, calls: (day, dice) => ownDay(active, manner, day, dice) }
  }
}

/** A team in one office: one address, one clock, prompts about one thing that colleagues pass on. */
function* teamOf(seed: number, team: string, since: number): Generator<Account> {
  const shared = new Dice(seed, 'team', team)
  const members = 14 + shared.below(16)
  const office = addressOf(seed, team)
  for (let at = 0; at < members; at++) {
    const name = `${team}-${seed}-${at}`
    const habits = {
      ...habitsOf(name, seed, new Dice(seed, name).logNormal(18, 0.5)),
      awake: 8,
      model: MODELS[0],
      activeDays: 0.95,
    }
    const manner: Manner = {
      address: () => office,
      prompt: (dice) =>
        dice.chance(0.15)
          ? promptOf(team, dice, new Dice('passed on', team, seed, dice.zipf(60)).hex(16))
          : promptOf(team, dice),
    }
    yield { name, group: team, since, calls: (day, dice) => ownDay(habits, manner, day, dice) }
  }
}

/** A class that does one exercise: the same questions within the same two hours. */
function* classOf(seed: number, name: string, meets: (day: number) => boolean): Generator<Account> {
  for (let at = 0; at < 90; at++) {
    const account = `${name}-${seed}-student-${at}`
    yield {
      name: account,
      group: name,
      since: 0,
      calls: (day, dice) =>
        !meets(day)
          ? []
          : Array.from({ length: 8 + dice.poisson(10) }, () => ({
              second: (13 + 2 * dice.next()) * 3600,
              address: addressOf(seed, name, 'campus', dice.below(3)),
              model: MODELS[1],
              tokensIn: dice.logNormal(220, 0.4),
              tokensOut: dice.logNormal(250, 0.5),
              prompt: promptOf(
                name,
                dice,
                dice.chance(0.6) ? new Dice('exercise', name, dice.below(30)).hex(16) : dice.hex(16),
              ),
            })),
    }
  }
}

/** A benchmark: every account runs the same prompts, round the clock, on one of several models. */
function* suiteOf(seed: number, name: string, since: number): Generator<Account> {
  for (let at = 0; at < 60; at++) {
    yield {
      name: `${name}-${seed}-runner-${at}`,
      group: name,
      since,
      calls: (_day, dice) =>
        Array.from({ length: 28 + dice.below(5) }, () => ({
          second: dice.next() * 86_400,
          address: addressOf(seed, name, 'runner', dice.below(20)),
          model: MODELS[at % 3] ?? MODELS[0],
          tokensIn: dice.logNormal(400, 0.5),
          tokensOut: dice.logNormal(600, 0.4),
          prompt: promptOf(`${name}-${dice.below(5)}`, dice, new Dice('task', name, dice.below(400)).hex(16)),
        })),
    }
  }
}

/** A reseller: people of every kind behind one set of addresses. */
function* resellerOf(seed: number, name: string, since: number): Generator<Account> {
  for (let at = 0; at < 300; at++) {
    const account = person(seed, 10_000_000 + at, 20_000)
    yield {
      name: `${name}-${seed}-end-user-${at}`,
      group: name,
      since,
      calls: (day, dice) =>
        account
          .calls(day, dice)
          .map((call) => ({ ...call, address: addressOf(seed, name, 'exit', dice.below(40)) })),
    }
  }
}

/** One job over many accounts: one scheduler deals prompts that nobody asks twice, and evens out who asks how much. */
function* attackersOf(seed: number, since: number, attack: Attack): Generator<Account> {
  const pool = Math.max(8, Math.round(attack.accounts / 12))
  for (let at = 0; at < attack.accounts; at++) {
    const name = `acct-${seed}-${at}`
    const own = new Dice(seed, 'job account', at)
    const quota = attack.callsPerDay * Math.exp(attack.quotaSpread * own.normal())
    const firstTopic = own.below(attack.templates)
    const holder = attack.mixed ? person(seed, 20_000_000 + at, 20_000) : null
    yield {
      name,
      group: 'attack',
      since: attack.mixed ? 0 : since,
      calls: (day, dice) => {
        const ordinary = holder === null ? [] : holder.calls(day, dice)
        if (day < since || dice.chance(attack.idle)) return ordinary
        const calls = Math.max(1, Math.round((quota + 2.5 * dice.normal()) / (1 - attack.idle)))
        const times =
          attack.clock === 'flat'
            ? Array.from({ length: calls }, () => dice.next() * 86_400)
            : sittings(dice, calls, ZONES[dice.below(ZONES.length)] ?? 8)
        const job = times.map((second): Call => {
          const topic =
            (firstTopic + dice.below(Math.min(attack.topics, attack.templates))) % attack.templates
          const exact = dice.chance(attack.shared)
            ? new Dice('seed prompts', seed, dice.below(2000)).hex(16)
            : dice.hex(16)
          // Half of the traffic moves to the new model on the second morning.
          const moved = day > since && (day > since + 1 || second > 9 * 3600) && dice.chance(0.5)
          return {
            second,
            address:
              attack.addresses === 'pool'
                ? addressOf(seed, 'proxy', dice.below(pool))
                : addressOf(seed, name),
            model: moved ? NEW_MODEL : MODELS[0],
            tokensIn: dice.logNormal(420, 0.6),
            tokensOut: dice.logNormal(1500, 0.5),
            prompt: promptOf(
              `job-${seed}-${attack.templates <= 40 ? topic : dice.below(attack.templates)}`,
              dice,
              exact,
            ),
          }
        })
        return [...ordinary, ...job]
      },
    }
  }
}

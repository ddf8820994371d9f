import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { insertActivity, insertRejects, linesOf, tablesOf } from '../sources/parse-sql.ts'
import type { Source } from '../sources/source.ts'
import { type LineGroup, type Receipt, sumReceipts } from './delivery.ts'
import type { DeliveryJournal } from './delivery-journal.ts'

/** Lines of one delivery, waiting for their block. */
export interface GroupOfDelivery {
  readonly sender: string
  readonly identity: string
  readonly group: LineGroup
}

/**
 * Makes every line of these deliveries, all of one source and header, a row of activity or a reject, in one block,
 * and confirms it. Doing it again changes nothing, so what a crash leaves behind is repaired by the sender's next
 * attempt.
 *
 * @returns a receipt for each, in their order.
 */
export async function takeGroup(
  analytics: AnalyticsStore,
  journal: DeliveryJournal,
  deliveries: readonly GroupOfDelivery[],
): Promise<Receipt[]> {
  const { source, header } = (deliveries[0] as GroupOfDelivery).group
  const bytes = deliveries.reduce((sum, { group }) => sum + group.bytes.length, 0)
  const lines = deliveries.reduce((sum, { group }) => sum + group.lines, 0)
  const open = await journal.open(source.name, deliveries, bytes)
  const block = analytics.openBlock()
  try {
    for (const { identity, group } of deliveries) block.add({ bytes: group.bytes, start: 0, input: identity })
    const rows = new Rows(analytics, source, header, open.batch)
    const accepted = await rows.insertActivity(linesOf(block.relation))
    const short = deliveries.filter(({ identity, group }) => countIn(accepted, identity) !== group.lines)
    const { rejected, passedOver } = await rows.insertRejects(linesOf(block.relation), short)
    for (const { identity, sender, group } of deliveries) {
      const stored = countIn(accepted, identity) + countIn(rejected, identity)
      // Lines are counted here and rows there: lines that the engine did not read must not pass for taken.
      if (stored !== group.lines) {
        throw new WeighbridgeError(
          'store-failed',
          `Of ${group.lines} lines delivered by ${sender} ${stored} were stored; nothing of them is confirmed. Send them again.`,
        )
      }
    }
    const again = deliveries.map(({ identity }) => identity).filter((identity) => open.known.has(identity))
    const before = await rows.knownBefore(tablesOf(source), again)
    const rejectedBefore = await rows.knownBefore(['reject_row'], again)
    const receipts = deliveries.map(({ identity }) => {
      const fresh = countIn(rejected, identity) - countIn(rejectedBefore, identity)
      return {
        accepted: countIn(accepted, identity) - countIn(before, identity),
        rejected: fresh,
        passedOver: Math.min(countIn(passedOver, identity), fresh),
        duplicates: countIn(before, identity) + countIn(rejectedBefore, identity),
        batch: open.batch,
      }
    })
    const { batch: _, ...counts } = sumReceipts(receipts)
    await journal.confirm(open, bytes, { lines, ...counts, ...(await rows.times(tablesOf(source))) })
    return receipts
  } finally {
    block.release()
  }
}

type CountByInput = ReadonlyMap<string, number>

const countIn = (counts: CountByInput, identity: string) => counts.get(identity) ?? 0

/** The rows of one batch. */
class Rows {
  readonly #analytics: AnalyticsStore
  readonly #source: Source
  readonly #parameters: Readonly<Record<string, unknown>>

  constructor(analytics: AnalyticsStore, source: Source, header: string, batch: number) {
    this.#analytics = analytics
    this.#source = source
    this.#parameters = { header, batch }
  }

  async insertActivity(lines: string): Promise<CountByInput> {
    for (const row of this.#source.rows) {
      await this.#analytics.command(insertActivity(this.#source, row, lines), this.#parameters)
    }
    return this.#count(tablesOf(this.#source), 'count()')
  }

  /** Parses again only the deliveries that hold a line which is no activity. */
  async insertRejects(lines: string, deliveries: readonly GroupOfDelivery[]) {
    for (const [sender, inputs] of inputsBySender(deliveries)) {
      const theirs = `(SELECT * FROM ${lines} WHERE input IN {inputs:Array(UInt64)})`
      for (const row of this.#source.rows) {
        await this.#analytics.command(insertRejects(this.#source, row, theirs), {
          ...this.#parameters,
          inputs,
          file: deliveredBy(sender),
        })
      }
    }
    if (deliveries.length === 0) return { rejected: new Map(), passedOver: new Map() }
    return {
      rejected: await this.#count(['reject_row'], 'count()'),
      passedOver: await this.#count(['reject_row'], 'countIf(expected)'),
    }
  }

  /** Of the batch's rows, how many are in the tables from an earlier batch. */
  async knownBefore(tables: readonly string[], identities: readonly string[]): Promise<CountByInput> {
    if (identities.length === 0) return new Map()
    return this.#count(tables, 'uniqExact(event_id)', identities)
  }

  /** How the times of the batch's acts lie to now, as `takeBlock` tells of a file's. */
  async times(tables: readonly string[]) {
    const rows = tables.map((table) => `SELECT time FROM ${table} WHERE batch = {batch:UInt64}`)
    const [times] = await this.#analytics.query<{
      first: string
      last: string
      future: number
      late: number
    }>(
      `SELECT min(time) AS first, max(time) AS last,
         countIf(time > now64() + INTERVAL 5 MINUTE) AS future, countIf(time < now64() - INTERVAL 1 DAY) AS late
       FROM (${rows.join(' UNION ALL ')}) HAVING count() > 0`,
      this.#parameters,
    )
    if (times === undefined) return { earliest: null, latest: null, future: 0, late: 0 }
    const { first: earliest, last: latest, future, late } = times
    return { earliest, latest, future: Number(future), late: Number(late) }
  }

  async #count(
    tables: readonly string[],
    what: string,
    earlier: readonly string[] | null = null,
  ): Promise<CountByInput> {
    const counts = new Map<string, number>()
    for (const table of tables) {
      const where =
        earlier === null
          ? 'batch = {batch:UInt64}'
          : `input IN {inputs:Array(UInt64)} AND batch < {batch:UInt64}
             AND event_id IN (SELECT event_id FROM ${table} WHERE batch = {batch:UInt64})`
      const rows = await this.#analytics.query<{ of: string; counted: number }>(
        `SELECT toString(input) AS of, ${what} AS counted FROM ${table} WHERE ${where} GROUP BY input`,
        { ...this.#parameters, inputs: (earlier ?? []).map(BigInt) },
      )
      for (const { of, counted } of rows) counts.set(of, (counts.get(of) ?? 0) + Number(counted))
    }
    return counts
  }
}

function inputsBySender(deliveries: readonly GroupOfDelivery[]): Map<string, bigint[]> {
  const inputs = new Map<string, bigint[]>()
  for (const { sender, identity } of deliveries) {
    inputs.set(sender, [...(inputs.get(sender) ?? []), BigInt(identity)])
  }
  return inputs
}

/** What stands where for a file its name stands. */
export function deliveredBy(sender: string): string {
  return `delivered by ${sender}`
}

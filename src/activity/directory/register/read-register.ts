import { basename } from 'node:path'
import type { Decision } from '../../../store/records/decisions.ts'
import type { Stores } from '../../../store/stores.ts'
import type { Standing } from '../destinations.ts'
import { type AddressKind, readAddress } from './address.ts'
import { NO_END, type Sanctioned, sanctionsIn } from './sanctions.ts'

/** One address of the register, and who uses it. Days are YYYY-MM-DD. */
export interface RegisterEntry {
  readonly address: string
  readonly kind: AddressKind
  readonly standing: Standing | 'withdrawn'
  /** The last day it holds; null without end. */
  readonly until: string | null
  readonly name: string
  readonly owner: string
  readonly note: string
  /** Where what holds comes from. */
  readonly source: 'file' | 'console'
  /** The file, or who decided. */
  readonly from: string
  readonly since: string | null
  /** Why; '' of a file. */
  readonly reason: string
  /** The decision to undo; null of a file. */
  readonly decision: number | null
  /** What file and console say differently, one sentence; null where they do not. */
  readonly conflict: string | null
  /** Over the last {@link USE_DAYS} logged days. */
  readonly people: number
  readonly bytesOut: number
  readonly lastUsed: string | null
}

/** A destination outside that nobody has decided about. */
export interface UnregisteredDestination {
  readonly destination: string
  readonly people: number
  readonly bytesOut: number
  readonly firstUsed: string
  readonly lastUsed: string
}

export interface Register {
  readonly entries: readonly RegisterEntry[]
  /** Those that took the most, the largest first. */
  readonly unregistered: readonly UnregisteredDestination[]
  /** How many there are in all. */
  readonly unregisteredInAll: number
  /** The logged days that use is counted over; null where nothing flowed. */
  readonly from: string | null
  readonly to: string | null
}

export const USE_DAYS = 28

/** How many destinations are offered to decide about. */
const OFFERED = 25

type Readable = Pick<Stores, 'analytics' | 'records'>

/** The register as files and people make it, with its use. */
export async function readRegister(stores: Readable): Promise<Register> {
  const { analytics, records } = stores
  const files = await fileEntries(stores)
  const sanctions = await sanctionsIn(records)
  const [span] = await analytics.query<{ to: string; from: string; flows: number }>(
    `SELECT toDate(max(hour)) AS to, toDate(max(hour)) - ${USE_DAYS - 1} AS from, count() AS flows FROM flow_hour_row`,
  )
  const isEmpty = Number(span?.flows ?? 0) === 0
  const { from, to } = isEmpty || span === undefined ? { from: '1970-01-01', to: '1970-01-01' } : span
  const used = await usedEntries(stores, from)
  const addresses = [...new Set([...files.keys(), ...sanctions.keys()])].sort()
  const { rows, inAll } = await unregistered(stores, from)
  return {
    entries: addresses.map((address) => ({
      address,
      ...entryOf(address, files.get(address), sanctions.get(address)),
      ...(used.get(address) ?? { people: 0, bytesOut: 0, lastUsed: null }),
    })),
    unregistered: rows,
    unregisteredInAll: inAll,
    from: isEmpty ? null : from,
    to: isEmpty ? null : to,
  }
}

interface FileEntry extends Omit<Sanctioned, 'standing'> {
  readonly standing: Standing
  readonly file: string
  readonly since: string | null
}

function entryOf(
  address: string,
  file: FileEntry | undefined,
  decision: (Decision & { readonly detail: Sanctioned }) | undefined,
): Omit<RegisterEntry, 'address' | 'people' | 'bytesOut' | 'lastUsed'> {
  const said = decision?.detail ?? file
  const read = readAddress(address)
  return {
    kind: 'kind' in read ? read.kind : 'host',
    standing: said === undefined || said.standing === 'none' ? 'withdrawn' : said.standing,
    until: said === undefined || said.until === NO_END ? null : said.until,
    name: said?.name ?? '',
    owner: said?.owner ?? '',
    note: said?.note ?? '',
    source: decision === undefined ? 'file' : 'console',
    from: decision?.by ?? file?.file ?? '',
    since: (decision?.at ?? file?.since)?.slice(0, 10) ?? null,
    reason: decision?.reason ?? '',
    decision: decision?.id ?? null,
    conflict: conflictOf(file, decision),
  }
}

function conflictOf(
  file: FileEntry | undefined,
  decision: (Decision & { readonly detail: Sanctioned }) | undefined,
): string | null {
  if (file === undefined || decision === undefined) return null
  const { standing, until } = decision.detail
  if (standing === file.standing && until === file.until) return null
  const says = standing === 'none' ? 'withdrew it' : `says ${termsOf({ standing, until })}`
  return `${basename(file.file)} says ${termsOf(file)}; ${decision.by} ${says} on ${decision.at.slice(0, 10)}, and that holds.`
}

function termsOf({ standing, until }: { readonly standing: string; readonly until: string }): string {
  return until === NO_END ? standing : `${standing} until ${until}`
}

/** What files say, by address; of two that differ in upper case the one that speaks. */
async function fileEntries({ analytics, records }: Readable): Promise<ReadonlyMap<string, FileEntry>> {
  const rows = await analytics.query<Omit<FileEntry, 'since'> & { address: string; batch: number }>(
    `SELECT lower(address) AS address, name, standing, until, owner, note, origin AS file, batch
     FROM destination_row FINAL ORDER BY batch, destination_row.address`,
  )
  const batches = await records.db.selectFrom('intake_batch').select(['id', 'started_at']).execute()
  const startedAt = new Map(batches.map(({ id, started_at }) => [id, started_at]))
  return new Map(
    rows.map(({ address, batch, ...row }) => [
      address,
      { ...row, since: startedAt.get(Number(batch)) ?? null },
    ]),
  )
}

async function usedEntries(
  { analytics }: Readable,
  from: string,
): Promise<ReadonlyMap<string, Pick<RegisterEntry, 'people' | 'bytesOut' | 'lastUsed'>>> {
  const rows = await analytics.query<{ entry: string; people: number; bytesOut: number; lastUsed: string }>(
    `SELECT registered_as AS entry, toUInt32(uniqExact(person)) AS people, toFloat64(sum(bytes_out)) AS bytesOut,
       toDate(max(hour)) AS lastUsed
     FROM flow_hour WHERE hour >= {from:Date} AND registered_as != '' GROUP BY entry`,
    { from },
  )
  return new Map(rows.map(({ entry, ...use }) => [entry, use]))
}

/** The first use lies anywhere in the logs, so the destinations are looked for first. */
async function unregistered(
  { analytics }: Readable,
  from: string,
): Promise<{ rows: UnregisteredDestination[]; inAll: number }> {
  const rows = await analytics.query<UnregisteredDestination & { inAll: number }>(
    `SELECT destination, people, bytesOut, first AS firstUsed, last AS lastUsed, inAll
     FROM (
       SELECT destination, toUInt32(uniqExact(person)) AS people, toFloat64(sum(bytes_out)) AS bytesOut,
         toDate(max(hour)) AS last, toUInt32(count() OVER ()) AS inAll
       FROM flow_hour
       WHERE hour >= {from:Date} AND NOT is_internal AND registered_as = ''
       GROUP BY destination
       ORDER BY bytesOut DESC, destination
       LIMIT ${OFFERED}
     ) AS used
     INNER JOIN (
       SELECT destination, toDate(min(hour)) AS first FROM flow_hour_row FINAL GROUP BY destination
     ) AS since USING (destination)
     ORDER BY bytesOut DESC, destination`,
    { from },
  )
  return { rows: rows.map(({ inAll, ...row }) => row), inAll: rows[0]?.inAll ?? 0 }
}

import { ClickHouseError } from '@clickhouse/client'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'
import type { Layout, Replica } from './layout.ts'

/** What a node says when another one, or its Keeper, does not answer. */
const UNAVAILABLE = new Set([
  'ABORTED',
  'ALL_CONNECTION_TRIES_FAILED',
  'ALL_REPLICAS_ARE_STALE',
  'ATTEMPT_TO_READ_AFTER_EOF',
  'CANNOT_READ_FROM_SOCKET',
  'CANNOT_WRITE_TO_SOCKET',
  'DNS_ERROR',
  'KEEPER_EXCEPTION',
  'NETWORK_ERROR',
  'QUERY_WAS_CANCELLED',
  'SOCKET_TIMEOUT',
  'TABLE_IS_READ_ONLY',
  'TOO_FEW_LIVE_REPLICAS',
  'UNKNOWN_STATUS_OF_INSERT',
])

/** True where the same statement may succeed once a node is back. Repeating one is harmless: rows are idempotent. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof ClickHouseError) return UNAVAILABLE.has(error.type ?? '')
  return isUnreachable(error)
}

/** True where the node asked did not answer at all. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ClickHouseError || error instanceof WeighbridgeError) return false
  const code = (error as { code?: string } | null)?.code ?? ''
  return UNREACHABLE.test(code) || /Timeout error|socket hang up|closed prematurely/i.test(messageOf(error))
}

/** The operating system's codes. */
const UNREACHABLE = /^(E(CONN\w+|PIPE|HOST\w+|NET\w+|TIMEDOUT|NOTFOUND|AI_AGAIN)|ERR_STREAM_PREMATURE_CLOSE)$/

/** What does not answer, and what to do, in one sentence. */
export function unavailableError(
  error: unknown,
  place: {
    readonly node: string
    readonly layout: Layout | null
    /** Replicas known not to answer. */
    readonly lost: readonly Replica[]
    readonly waitedSeconds: number
  },
): WeighbridgeError {
  const waited = place.waitedSeconds >= 1 ? ` (waited ${Math.round(place.waitedSeconds)} seconds)` : ''
  const { node, layout, lost } = place
  const sentence =
    isUnreachable(error) || layout === null
      ? `The analytics server ${node} does not answer (${reasonOf(error)}); start it, or correct WEIGHBRIDGE_ANALYTICS, and run this again`
      : `Of the analytics cluster ${layout.name}, ${lost.length === 0 ? `a node did not answer (${reasonOf(error)})` : `${namesOf(lost, layout)} does not answer`}, and a part is not given for the whole; start it and run this again`
  return new WeighbridgeError('store-failed', `${sentence}${waited}.`, { cause: error })
}

/** Replicas that an error names as those that do not answer. */
export function namedIn(error: unknown, layout: Layout): Replica[] {
  // Behind it stands how far an insert came on each node, also on those that answer.
  const said = messageOf(error).replace(/: Insertion status:[\s\S]*/, '')
  return layout.replicas.filter((replica) => isNamed(replica, said))
}

/** E.g. `shard 2 (ch3:9000, ch4:9000) and replica ch1:9000 of shard 1`. */
function namesOf(lost: readonly Replica[], layout: Layout): string {
  const shards = [...new Set(lost.map(({ shard }) => shard))].map((shard) => {
    const nodes = lost.filter((replica) => replica.shard === shard).map(({ host, port }) => `${host}:${port}`)
    const all = layout.replicas.filter((replica) => replica.shard === shard).length
    return nodes.length === all
      ? `shard ${shard} (${nodes.join(', ')})`
      : `replica ${nodes.join(', ')} of shard ${shard}`
  })
  return shards.join(' and ')
}

function isNamed({ host, address, port }: Replica, message: string): boolean {
  return [host, address, `[${address}]`].some((name) =>
    new RegExp(`(^|[^\\w.-])${escaped(`${name}:${port}`)}(?!\\d)`).test(message),
  )
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function reasonOf(error: unknown): string {
  if (error instanceof ClickHouseError) return messageOf(error).slice(0, 200)
  return (error as { code?: string }).code ?? (messageOf(error) || 'no connection')
}

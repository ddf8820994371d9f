import { messageOf, WeighbridgeError } from '../../base/errors.ts'

/** The newest features used are PostgreSQL 10's; 15 is the oldest release the tests run on. */
export const OLDEST_VERSION = 15

const LOST = 'the connection was lost and what was under way is undone; run the command again'
const NOT_ANSWERING =
  'the server does not answer; start it, or correct the host and port in WEIGHBRIDGE_RECORDS'
const REFUSED = 'the server refuses this user or password; correct them in WEIGHBRIDGE_RECORDS'
const UNTRUSTED =
  "the server's certificate cannot be trusted; name its authority with sslrootcert=FILE in WEIGHBRIDGE_RECORDS"

/** By SQLSTATE (PostgreSQL's manual, appendix A), by the operating system's error or by that of TLS. */
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: NOT_ANSWERING,
  ENOTFOUND: NOT_ANSWERING,
  EAI_AGAIN: NOT_ANSWERING,
  EHOSTUNREACH: NOT_ANSWERING,
  ENETUNREACH: NOT_ANSWERING,
  ETIMEDOUT: NOT_ANSWERING,
  ENOENT: NOT_ANSWERING,
  ECONNRESET: LOST,
  EPIPE: LOST,
  '57P01': LOST,
  '57P02': LOST,
  '57P05': LOST,
  '25P03': LOST,
  '57P03': 'the server is starting or stopping; try again in a moment',
  '28P01': REFUSED,
  '28000': REFUSED,
  '3D000': 'there is no such database; create it, or name another in WEIGHBRIDGE_RECORDS',
  '42501':
    'this user lacks a right there; let it create a schema, or create `weighbridge` and make it the owner',
  '25006': 'the server only reads, as a standby does; name the primary in WEIGHBRIDGE_RECORDS',
  '53100': "the server's disk is full; make room there",
  '53300': 'the server has no connection left; raise its max_connections or close other programs',
  '55P03': 'another program has been migrating them for a minute; end it or wait for it',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_HAS_EXPIRED: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: UNTRUSTED,
}

/** What an error of the driver means in one sentence, or null where only the SQL can be at fault. */
export function sentenceFor(error: unknown, place: string, lost = false): WeighbridgeError | null {
  if (error instanceof WeighbridgeError) return error
  const what = SENTENCES[(error as { code?: string }).code ?? ''] ?? (lost ? LOST : undefined)
  return what === undefined ? null : failed(place, what, error)
}

/** The same for an error while opening, where every error has a sentence. */
export function openingSentence(error: unknown, place: string): WeighbridgeError {
  const message = messageOf(error)
  // The driver's own errors have no code; this is how it says that no password was given.
  const what = message.startsWith('SASL') ? REFUSED : message.replace(/\.$/, '')
  return sentenceFor(error, place) ?? failed(place, what, error)
}

/**
 * @param version as `server_version_num`, e.g. 150018 for 15.18
 * @throws WeighbridgeError `store-failed` below `OLDEST_VERSION`
 */
export function requireVersion(version: number, place: string): void {
  const major = Math.trunc(version / 10_000)
  if (major >= OLDEST_VERSION) return
  throw failed(
    place,
    `the server is PostgreSQL ${major}, and ${OLDEST_VERSION} or newer is needed; update it, or name another in WEIGHBRIDGE_RECORDS`,
  )
}

function failed(place: string, what: string, cause?: unknown): WeighbridgeError {
  return new WeighbridgeError('store-failed', `The records are in PostgreSQL at ${place}: ${what}.`, {
    cause,
  })
}

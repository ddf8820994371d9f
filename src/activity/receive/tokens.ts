import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { WeighbridgeError } from '../../base/errors.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'

/** What marks a secret of ours, for people and for scanners that look for leaked ones. */
const PREFIX = 'wbi_'

const NAME = /^[a-z][a-z0-9._-]{0,62}$/i

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** Who may deliver logs. Its secret is nowhere: only the secret's SHA-256 is kept. */
export interface Token {
  readonly id: number
  readonly name: string
  /** The sources it may send; empty for all. */
  readonly sources: readonly string[]
  readonly createdAt: string
  /** Null: it does not expire. */
  readonly expiresAt: string | null
  readonly revokedAt: string | null
}

export interface NewToken {
  readonly name: string
  readonly sources?: readonly string[]
  readonly days?: number | undefined
  /** Makes the secret a random UUID (122 bits), for senders that take nothing else. */
  readonly uuid?: boolean | undefined
}

/**
 * Makes a token. The secret is returned this once.
 *
 * @throws WeighbridgeError `bad-usage` for a name that cannot be one.
 */
export async function createToken(
  { db }: RecordsStore,
  { name, sources = [], days, uuid = false }: NewToken,
): Promise<{ token: Token; secret: string }> {
  if (!NAME.test(name)) {
    throw new WeighbridgeError(
      'bad-usage',
      `${JSON.stringify(name)} cannot name a token: it must begin with a letter and go on with letters, digits, ".", "_" or "-", 63 at most.`,
    )
  }
  const secret = uuid ? randomUUID() : `${PREFIX}${randomBytes(32).toString('base64url')}`
  const now = Date.now()
  const row = {
    name,
    digest: digestOf(secret).toString('hex'),
    sources: JSON.stringify(sources),
    created_at: new Date(now).toISOString(),
    expires_at: days === undefined ? null : new Date(now + days * DAY_MILLISECONDS).toISOString(),
    revoked_at: null,
  }
  const { id } = await db.insertInto('intake_token').values(row).returning('id').executeTakeFirstOrThrow()
  return { token: tokenOf({ ...row, id }), secret }
}

/** All tokens, the oldest first. */
export async function listTokens({ db }: RecordsStore): Promise<Token[]> {
  return (await db.selectFrom('intake_token').selectAll().orderBy('id').execute()).map(tokenOf)
}

/**
 * Revokes a token by its number, or every one of a name; returns how many that were not revoked before. It takes
 * effect with the next request.
 */
export async function revokeTokens({ db }: RecordsStore, which: string): Promise<number> {
  const number = Number(which)
  const revoked = await db
    .updateTable('intake_token')
    .set({ revoked_at: new Date().toISOString() })
    .where('revoked_at', 'is', null)
    .where((token) => (Number.isSafeInteger(number) ? token('id', '=', number) : token('name', '=', which)))
    .returning('id')
    .execute()
  return revoked.length
}

/**
 * The token of a secret that is valid now, or null. Digests of random secrets are compared, each in constant time and
 * all of them: how long it takes tells nothing about any.
 */
export async function findToken({ db }: RecordsStore, secret: string): Promise<Token | null> {
  const digest = digestOf(secret)
  const rows = await db.selectFrom('intake_token').selectAll().where('revoked_at', 'is', null).execute()
  let found: Token | null = null
  for (const row of rows) {
    if (timingSafeEqual(Buffer.from(row.digest, 'hex'), digest)) found = tokenOf(row)
  }
  if (found === null || (found.expiresAt !== null && found.expiresAt <= new Date().toISOString())) return null
  return found
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

interface TokenRow {
  readonly id: number
  readonly name: string
  readonly sources: string
  readonly created_at: string
  readonly expires_at: string | null
  readonly revoked_at: string | null
}

function tokenOf({ id, name, sources, created_at, expires_at, revoked_at }: TokenRow): Token {
  return {
    id,
    name,
    sources: JSON.parse(sources) as string[],
    createdAt: created_at,
    expiresAt: expires_at,
    revokedAt: revoked_at,
  }
}

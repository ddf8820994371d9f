import { types } from 'pg'
import { WeighbridgeError } from '../../base/errors.ts'

/** Numbers of PostgreSQL's types, from its catalogue `pg_type`. */
const BOOLEAN = 16
const BIGINT = 20
const NUMERIC = 1700

/** What a value of PostgreSQL is here: the same as SQLite gives, so that code need not know which one it reads. */
const READ: Readonly<Record<number, (text: string) => unknown>> = {
  [BOOLEAN]: (text) => (text === 't' ? 1 : 0),
  [BIGINT]: safeInteger,
  // The type of a sum or an average over bigint; no column has it.
  [NUMERIC]: Number,
}

/** For one pool of connections; the driver's own table stays as it is. */
export const VALUE_TYPES = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    return READ[type] ?? types.getTypeParser(type, format)
  },
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new WeighbridgeError(
    'store-failed',
    `The records hold the number ${text}, which is past the largest exact one here (2^53 - 1).`,
  )
}

import { gunzipSync } from 'node:zlib'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { ExternalTable } from '../translation.ts'
import { readRecords } from './read-records.ts'
import type { Row } from './rows-table.ts'

/** Kusto's own limit for `externaldata`. */
const MOST_BYTES = 100 << 20
const MOST_SECONDS = 30

/**
 * Fetches the rows of a table that an administrator allows a query to read from outside.
 *
 * @throws WeighbridgeError `query-failed`, `query-timeout`, `query-too-large`, `bad-input`, each naming the address.
 */
export async function fetchExternal(table: ExternalTable): Promise<Row[]> {
  const rows: Row[] = []
  for (const address of table.addresses) {
    const text = new TextDecoder().decode(await fetched(address))
    for (const row of readRecords(text, address, table)) rows.push(row)
  }
  return rows
}

async function fetched(address: string): Promise<Buffer> {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new WeighbridgeError('bad-input', `externaldata reads http and https addresses, not ${address}.`)
  }
  const { body, isZipped } = await downloaded(address)
  if (!isZipped) return body
  try {
    return gunzipSync(body, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(address)
    throw new WeighbridgeError('bad-input', `${address} is no gzip file: ${messageOf(error)}.`)
  }
}

async function downloaded(address: string): Promise<{ body: Buffer; isZipped: boolean }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(MOST_SECONDS * 1000) })
    if (!response.ok) {
      await response.body?.cancel()
      throw new WeighbridgeError('query-failed', `${address} answered with status ${response.status}.`)
    }
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) throw tooLarge(address)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof WeighbridgeError) throw error
    if ((error as Error).name === 'TimeoutError') {
      throw new WeighbridgeError('query-timeout', `${address} did not answer within ${MOST_SECONDS} seconds.`)
    }
    const { cause } = error as Error
    throw new WeighbridgeError(
      'query-failed',
      `${address} cannot be fetched: ${messageOf(cause ?? error)}.`,
      {
        cause: error,
      },
    )
  }
  const body = Buffer.concat(chunks)
  return { body, isZipped: body[0] === 0x1f && body[1] === 0x8b }
}

function tooLarge(address: string): WeighbridgeError {
  return new WeighbridgeError(
    'query-too-large',
    `${address} is larger than the ${MOST_BYTES >> 20} MiB that externaldata reads; take it in as a table instead.`,
  )
}

import { Client, type ClientConfig } from 'pg'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'

/** Where a server is: what the driver needs, and how to name it to people, without user or password. */
export interface PostgresPlace {
  readonly configuration: ClientConfig
  /** `host:port/database` */
  readonly name: string
}

/**
 * The driver's mode for each `sslmode`. It has no middle way between a verified certificate and none, so every mode
 * that promises less than full verification gets full verification, except the one that says what it leaves out.
 */
const SSL_MODES: Readonly<Record<string, string>> = {
  disable: 'disable',
  require: 'verify-full',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
  'no-verify': 'no-verify',
}

/**
 * Reads the URL of a PostgreSQL database. No message holds any part of the URL that could be a password.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function readPostgresUrl(text: string): PostgresPlace {
  const connectionString = withSslMode(text)
  try {
    const configuration = { connectionString }
    const { host, port, database } = new Client(configuration)
    return { configuration, name: `${host.includes(':') ? `[${host}]` : host}:${port}/${database}` }
  } catch (error) {
    // A certificate that cannot be read names its file; everything else may quote the URL.
    const what = (error as { path?: string }).path === undefined ? 'it is not a URL' : messageOf(error)
    throw refused(`cannot be used: ${what}`)
  }
}

function withSslMode(text: string): string {
  if (!/^postgres(ql)?:\/\//i.test(text)) throw refused('is not a PostgreSQL URL')
  const [, mode] = /[?&]sslmode=([^&#]*)/.exec(text) ?? []
  if (mode === undefined) return text
  const driverMode = SSL_MODES[mode]
  if (driverMode === undefined) {
    throw refused(`asks for an unknown sslmode; use one of ${Object.keys(SSL_MODES).join(', ')}`)
  }
  return text.replace(/([?&]sslmode=)[^&#]*/, `$1${driverMode}`)
}

function refused(what: string): WeighbridgeError {
  return new WeighbridgeError(
    'bad-usage',
    `WEIGHBRIDGE_RECORDS ${what}; write postgres://user:password@host:5432/database, or unset it to keep the records in the data folder.`,
  )
}

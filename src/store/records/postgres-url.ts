import { Client, type ClientConfig } from 'pg'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'

/** Where a server is: what the driver needs, and how to name it to people, without the password. */
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
 * Reads the URL of a PostgreSQL database. No message holds a part of the URL that could be a password.
 *
 * @throws WeighbridgeError `bad-usage`
 */
export function readPostgresUrl(text: string): PostgresPlace {
  refuseUnquoted(text)
  const configuration = { connectionString: withSslMode(text) }
  const { host, port, database = '' } = clientFor(configuration)
  if (!(port > 0 && port < 65_536)) throw refused('has a port that is not a number from 1 to 65535')
  return { configuration, name: `${host.includes(':') ? `[${host}]` : host}:${port}/${database}` }
}

/** A password with a slash would otherwise become part of the host's or the database's name, and be shown. */
function refuseUnquoted(text: string): void {
  const [, rest] = /^postgres(?:ql)?:\/\/[^/?#]*(.*)$/is.exec(text) ?? []
  if (rest === undefined) throw refused('is not a PostgreSQL URL')
  if (rest.includes('@'))
    throw refused('has an @ after its host: write / ? # and @ in a password as %2F %3F %23 and %40')
}

function clientFor(configuration: ClientConfig): Client {
  try {
    return new Client(configuration)
  } catch (error) {
    // A certificate that cannot be read names its file; everything else may quote the URL.
    const what = (error as { path?: string }).path === undefined ? 'it is not a URL' : messageOf(error)
    throw refused(`cannot be used: ${what}`)
  }
}

function withSslMode(text: string): string {
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

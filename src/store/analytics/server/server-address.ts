import { WeighbridgeError } from '../../../base/errors.ts'

/** Where a ClickHouse server or cluster is, and as whom to speak to it. */
export interface ServerAddress {
  /** Nodes to speak to, `http://host:port`; the first one that answers is used. */
  readonly nodes: readonly string[]
  readonly user: string
  readonly password: string
  readonly database: string
  /** Name of the cluster in the server's `remote_servers`; null for a single server. */
  readonly cluster: string | null
  /** How long a write waits for a node that does not answer. */
  readonly waitSeconds: number
}

/** The database of every installation that does not name another. */
export const DATABASE = 'weighbridge'

const OPTIONS = ['cluster', 'database', 'also', 'wait']
const EXAMPLE = 'http://user:password@host:8123/?cluster=NAME'

/**
 * Reads the address of a server: a URL with the options `cluster`, `database`, `also` (more nodes of the cluster,
 * `host:port,host:port`) and `wait` (seconds). No message repeats any part of it that may be a password.
 *
 * @throws WeighbridgeError `bad-usage`
 *
 * @example readServerAddress('http://reader:secret@ch1:8123/?cluster=main').database // => 'weighbridge'
 */
export function readServerAddress(text: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') throw refused('is not a URL')
  if (url.pathname !== '/') throw refused('has a path; name the database with ?database=NAME')
  for (const name of url.searchParams.keys()) {
    if (!OPTIONS.includes(name)) {
      throw refused(`has an unknown option after "?"; known are ${OPTIONS.join(', ')}`)
    }
  }
  return {
    nodes: [url.host, ...listOf(url.searchParams.get('also'))].map((host) => nodeUrl(url.protocol, host)),
    user: decoded(url.username) || 'default',
    password: decoded(url.password),
    database: nameOf(url, 'database') ?? DATABASE,
    cluster: nameOf(url, 'cluster'),
    waitSeconds: secondsOf(url.searchParams.get('wait') ?? '60'),
  }
}

function nodeUrl(protocol: string, host: string): string {
  const text = `${protocol}//${host}`
  if (!URL.canParse(text)) throw refused('names a node in "also" that is not host:port')
  const url = new URL(text)
  const port = url.port || (/:\d+$/.test(host) ? (host.split(':').at(-1) ?? '') : DEFAULT_PORTS[protocol])
  return `${protocol}//${url.hostname}:${port}`
}

/** Of ClickHouse, where the URL names none. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '8123', 'https:': '8443' }

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').filter((host) => host !== '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refused('has a % in its user or password that is not an escape; write it as %25')
  }
}

/** Names go into statements, so only plain ones are taken. */
function nameOf(url: URL, option: string): string | null {
  const name = url.searchParams.get(option)
  if (name === null || /^[A-Za-z_][\w-]*$/.test(name)) return name
  throw refused(`has a ${option} that is not a plain name: letters, digits, _ and - are allowed`)
}

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (text !== '' && seconds >= 0 && seconds <= 3600) return seconds
  throw refused('has a wait that is not a number of seconds from 0 to 3600')
}

function refused(what: string): WeighbridgeError {
  return new WeighbridgeError(
    'bad-usage',
    `WEIGHBRIDGE_ANALYTICS ${what}; write ${EXAMPLE}, or unset it to keep the activity in the data folder.`,
  )
}

import { Refusal } from './problem.ts'

/** Longer than any secret of ours. */
const MAX_LENGTH = 1024

/**
 * The secret in an `Authorization` header: after `Bearer` (OTLP and most others), `Splunk` (HEC), or as the password of
 * `Basic`.
 *
 * @throws Refusal `no-token` or `bad-authorization`
 * @example secretIn('Splunk wbi_x') // => 'wbi_x'
 * @example secretIn('Basic YW55Ondi') // => 'wb'
 */
export function secretIn(header: string | undefined): string {
  if (header === undefined || header.trim() === '') {
    throw new Refusal('no-token', 'A token is needed: send the header "Authorization: Bearer TOKEN".')
  }
  const [, scheme, rest] = /^\s*(\S+)\s+(\S+)\s*$/.exec(header.slice(0, MAX_LENGTH)) ?? []
  const secret = rest === undefined ? undefined : SCHEMES[scheme?.toLowerCase() ?? '']?.(rest)
  if (secret === undefined || secret === '') {
    throw new Refusal(
      'bad-authorization',
      'The Authorization header must be "Bearer TOKEN", "Splunk TOKEN", or Basic with the token as password.',
    )
  }
  return secret
}

const SCHEMES: Readonly<Record<string, (rest: string) => string>> = {
  bearer: (rest) => rest,
  splunk: (rest) => rest,
  basic: (rest) => {
    const [, ...password] = Buffer.from(rest, 'base64').toString('utf8').split(':')
    return password.join(':')
  },
}

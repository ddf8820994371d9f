/**
 * The search part of a URL as plain text: a signal's id that looks like a number stays what it is.
 *
 * @example parseSearch('?signal=12e34') // => { signal: '12e34' }
 */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/**
 * @example stringifySearch({ channel: 'lake', hour: undefined }) // => '?channel=lake'
 */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  // Colons are legal in a query (RFC 3986, 3.4), and times are easier to read with them.
  const text = new URLSearchParams(given).toString().replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}

/** What a browser tells about where a request comes from. */
export interface RequestOrigin {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`, absent outside browsers. */
  readonly site: string | undefined
  /** `Sec-Fetch-Mode`. */
  readonly mode: string | undefined
  readonly path: string
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Why a request must not be answered, or null where it may.
 *
 * Two adversaries: a page on a foreign name that resolves to 127.0.0.1 (DNS rebinding; the Host header
 * gives it away), and a page elsewhere that makes the analyst's browser ask (Sec-Fetch-Site and Origin
 * give it away). A link clicked in a mail or a chat is a cross-site navigation too: it may open the
 * page, which holds no data, but never the API.
 *
 * @example originRefusal({ host: 'localhost:8480', origin: undefined, site: 'same-origin', mode: 'cors', path: '/api/cases' }, 8480) // => null
 */
export function originRefusal(request: RequestOrigin, port: number): string | null {
  const hosts = LOOPBACK_NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
  const host = request.host?.toLowerCase()
  if (host === undefined || !hosts.includes(host)) {
    return `This server answers only to 127.0.0.1, localhost or [::1] with port ${port}.`
  }
  if (request.origin !== undefined && request.origin !== `http://${host}`) {
    return 'This server does not answer requests from other sites.'
  }
  const trusted = request.site === undefined || request.site === 'same-origin' || request.site === 'none'
  const opensPage = request.mode === 'navigate' && !isApiPath(request.path)
  if (!trusted && !opensPage) return 'This server does not answer requests from other sites.'
  return null
}

/**
 * Paths that carry case data, as opposed to the console's own files.
 *
 * @example isApiPath('/api/cases') // => true
 * @example isApiPath('/apiary') // => false
 */
export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}

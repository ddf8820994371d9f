/** The server said no, or nothing. `message` is a sentence fit for the screen. */
export class ApiFailure extends Error {
  /** HTTP status; 0 where the server did not answer at all. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiFailure'
    this.status = status
  }
}

/**
 * GETs a path of the server this page came from. `T` is what the server's own types promise for the path.
 *
 * @throws ApiFailure
 */
export async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(path, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new ApiFailure(0, 'The server does not answer. Check that `weighbridge serve` is still running.')
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new ApiFailure(answer.status, sentenceOf(body, answer.status))
  return body as T
}

/** The sentence of a refusal. */
export function sentenceOf(body: unknown, status: number): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
  return `The server answered with status ${status} and no reason.`
}

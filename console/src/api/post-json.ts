import { ApiFailure, sentenceOf } from './fetch-json.ts'

/**
 * POSTs a decision to the server this page came from.
 *
 * @throws ApiFailure
 */
export async function postJson<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<T> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ApiFailure(0, 'The server does not answer. Check that `weighbridge serve` is still running.')
  })
  const answered: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new ApiFailure(answer.status, sentenceOf(answered, answer.status))
  return answered as T
}

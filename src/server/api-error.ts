import { type ErrorCode, messageOf, WeighbridgeError } from '../base/errors.ts'

/** The one shape in which the API says no. */
export interface ApiErrorBody {
  readonly error: { readonly code: ErrorCode | 'forbidden' | 'internal'; readonly message: string }
}

export interface ApiError {
  readonly status: 400 | 403 | 404 | 405 | 409 | 500
  readonly body: ApiErrorBody
}

const STATUS_OF: Record<ErrorCode, ApiError['status']> = {
  'bad-usage': 400,
  'bad-input': 400,
  'unknown-format': 400,
  'not-read-only': 400,
  'not-found': 404,
  'data-in-use': 409,
  'query-failed': 500,
  'query-timeout': 400,
  'query-too-large': 400,
  'engine-refused': 500,
  'store-failed': 500,
}

/**
 * Turns anything thrown into the answer a browser may see: our own sentences as they are, anything
 * else as one fixed sentence, because a foreign message may carry paths, SQL or a stack.
 *
 * @example apiErrorOf(new Error('secret path')).body.error.code // => 'internal'
 */
export function apiErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof WeighbridgeError) {
    return {
      status: STATUS_OF[thrown.code],
      body: { error: { code: thrown.code, message: messageOf(thrown) } },
    }
  }
  return {
    status: 500,
    body: {
      error: { code: 'internal', message: 'The server failed to answer; its terminal says why.' },
    },
  }
}

/** A refusal that no domain code throws. */
export function refusal(status: 403 | 404 | 405, message: string): ApiError {
  const code = status === 403 ? 'forbidden' : status === 404 ? 'not-found' : 'bad-usage'
  return { status, body: { error: { code, message } } }
}

/** Every way in which a delivery is not taken. Each protocol has its own words for them. */
export type Problem =
  | 'no-token'
  | 'bad-authorization'
  | 'wrong-token'
  | 'not-its-source'
  | 'not-found'
  | 'bad-method'
  | 'bad-request'
  | 'bad-type'
  | 'bad-encoding'
  | 'too-large'
  | 'busy'
  | 'stopping'
  | 'not-stored'

/** The HTTP status of each, where a protocol has no other. */
export const STATUS: Readonly<Record<Problem, number>> = {
  'no-token': 401,
  'bad-authorization': 401,
  'wrong-token': 401,
  'not-its-source': 403,
  'not-found': 404,
  'bad-method': 405,
  'bad-request': 400,
  'bad-type': 415,
  'bad-encoding': 415,
  'too-large': 413,
  busy: 503,
  stopping: 503,
  'not-stored': 503,
}

/** Seconds after which to try again, for the problems that pass. */
const RETRY_SECONDS: Partial<Record<Problem, number>> = { busy: 1, stopping: 5, 'not-stored': 5 }

/** Thrown and answered in here: why a request is not taken, in one sentence. */
export class Refusal extends Error {
  readonly problem: Problem
  /** What only one protocol knows of it, e.g. a code of its own. */
  readonly detail: Readonly<Record<string, unknown>>

  constructor(problem: Problem, sentence: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.problem = problem
    this.detail = detail
  }
}

/** The headers that belong to a problem. */
export function headersOf(problem: Problem): Record<string, string> {
  const seconds = RETRY_SECONDS[problem]
  return {
    ...(seconds === undefined ? {} : { 'Retry-After': `${seconds}` }),
    ...(STATUS[problem] === 401 ? { 'WWW-Authenticate': 'Bearer realm="weighbridge"' } : {}),
  }
}

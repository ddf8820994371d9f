import type { Context } from 'hono'
import { WeighbridgeError } from '../base/errors.ts'
import type { CaseReader } from './case-reader.ts'
import type { HealthReader } from './health.ts'
import { caseParams, evidenceQuery, noQuery, reviewParams, reviewQuery } from './request-schemas.ts'
import type { StatusReader } from './status.ts'
import { validate } from './validate.ts'

/** What the routes read from. */
export interface ApiSources {
  readonly reader: CaseReader
  readonly status: StatusReader
  readonly health: HealthReader
}

export interface ApiRoute {
  readonly path: string
  /** The value to send as JSON; throws WeighbridgeError for anything the sender can mend. */
  readonly answer: (sources: ApiSources, context: Context) => Promise<unknown>
}

/** Every path of the API. All are GET: nothing here changes anything. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    path: '/api/status',
    answer: async ({ status }, context) => {
      validate(noQuery, context.req.query())
      return status()
    },
  },
  {
    path: '/api/health',
    answer: async ({ health }, context) => {
      validate(noQuery, context.req.query())
      return health()
    },
  },
  {
    path: '/api/cases',
    answer: ({ reader }, context) => {
      validate(noQuery, context.req.query())
      return reader.list()
    },
  },
  {
    path: '/api/cases/:id',
    answer: async ({ reader }, context) => {
      const { id } = validate(caseParams, context.req.param())
      validate(noQuery, context.req.query())
      const found = await reader.show(id)
      if (found === null) throw new WeighbridgeError('not-found', `There is no case ${id}.`)
      return found
    },
  },
  {
    path: '/api/cases/:id/evidence',
    answer: ({ reader }, context) => {
      const { id } = validate(caseParams, context.req.param())
      const { selection, limit } = validate(evidenceQuery, context.req.query())
      return reader.evidence(id, selection, limit)
    },
  },
  {
    path: '/api/review/:person',
    answer: ({ reader }, context) => {
      const { person } = validate(reviewParams, context.req.param())
      const { days } = validate(reviewQuery, context.req.query())
      return reader.review(person, days)
    },
  },
]

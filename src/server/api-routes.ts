import type { Context } from 'hono'
import { WeighbridgeError } from '../base/errors.ts'
import type { Editor } from '../query/editor/editor.ts'
import type { CaseReader } from './case-reader.ts'
import type { HealthReader } from './health.ts'
import { readJsonBody } from './json-body.ts'
import {
  caseParams,
  editorRequest,
  evidenceQuery,
  noQuery,
  reviewParams,
  reviewQuery,
} from './request-schemas.ts'
import type { StatusReader } from './status.ts'
import { validate } from './validate.ts'

/** What the routes read from. */
export interface ApiSources {
  readonly reader: CaseReader
  readonly status: StatusReader
  readonly health: HealthReader
  readonly editor: Editor
}

export interface ApiRoute {
  /** GET, unless what is asked is too long for an address. */
  readonly method?: 'POST'
  readonly path: string
  /** The value to send as JSON; throws WeighbridgeError for anything the sender can mend. */
  readonly answer: (sources: ApiSources, context: Context) => Promise<unknown>
}

/** Every path of the API. Nothing here changes anything. */
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
  {
    method: 'POST',
    path: '/api/editor',
    answer: async ({ editor }, context) => {
      validate(noQuery, context.req.query())
      return editor(validate(editorRequest, await readJsonBody(context)))
    },
  },
]

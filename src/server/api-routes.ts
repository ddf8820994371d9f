import type { Context } from 'hono'
import type { z } from 'zod'
import { WeighbridgeError } from '../base/errors.ts'
import type { Editor } from '../query/editor/editor.ts'
import type { CaseReader } from './case-reader.ts'
import type { Decided, Desk } from './desk.ts'
import type { HealthReader } from './health.ts'
import { readJsonBody } from './json-body.ts'
import {
  budgetRequest,
  caseParams,
  editorRequest,
  evidenceQuery,
  exceptionRequest,
  noQuery,
  refitRequest,
  reviewParams,
  reviewQuery,
  sanctionRequest,
  undoRequest,
  verdictRequest,
  withdrawalRequest,
} from './request-schemas.ts'
import type { StatusReader } from './status.ts'
import { validate } from './validate.ts'

/** What the routes read from. */
export interface ApiSources {
  readonly reader: CaseReader
  readonly status: StatusReader
  readonly health: HealthReader
  readonly editor: Editor
  readonly desk: Desk
}

export interface ApiRoute {
  /** GET, unless it decides something or what is asked is too long for an address. */
  readonly method?: 'POST'
  readonly path: string
  /** The value to send as JSON; throws WeighbridgeError for anything the sender can mend. */
  readonly answer: (sources: ApiSources, context: Context) => Promise<unknown>
}

/** Every path of the API. What changes anything is a decision at the desk, by POST. */
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
  {
    path: '/api/cases/:id/offers',
    answer: ({ desk }, context) => {
      const { id } = validate(caseParams, context.req.param())
      validate(noQuery, context.req.query())
      return desk.offers(id)
    },
  },
  {
    path: '/api/destinations',
    answer: ({ desk }, context) => {
      validate(noQuery, context.req.query())
      return desk.register()
    },
  },
  {
    path: '/api/feedback',
    answer: ({ desk }, context) => {
      validate(noQuery, context.req.query())
      return desk.feedback()
    },
  },
  decision('/api/destinations/sanction', sanctionRequest, (desk, { by, reason, ...said }) =>
    desk.sanction(said, { by, reason }),
  ),
  decision('/api/destinations/withdraw', withdrawalRequest, (desk, { by, reason, address }) =>
    desk.withdraw(address, { by, reason }),
  ),
  decision('/api/verdicts', verdictRequest, (desk, { by, reason, ...said }) =>
    desk.verdict(said.case, said.is, { by, reason }),
  ),
  decision('/api/exceptions', exceptionRequest, (desk, { by, reason, ...exception }) =>
    desk.except(exception, { by, reason }),
  ),
  decision('/api/budget', budgetRequest, (desk, { by, reason, casesAWeek }) =>
    desk.setBudget(casesAWeek, { by, reason }),
  ),
  decision('/api/thresholds/refit', refitRequest, (desk, deciding) => desk.refit(deciding)),
  decision('/api/undo', undoRequest, (desk, { by, reason, decision }) => desk.undo(decision, { by, reason })),
]

function decision<S extends z.ZodType>(
  path: string,
  schema: S,
  take: (desk: Desk, said: z.output<S>) => Promise<Decided>,
): ApiRoute {
  return {
    method: 'POST',
    path,
    answer: async ({ desk }, context) => {
      validate(noQuery, context.req.query())
      return take(desk, validate(schema, await readJsonBody(context)))
    },
  }
}

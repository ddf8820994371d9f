import { Hono } from 'hono'
import { messageOf } from '../base/errors.ts'
import { type ApiError, apiErrorOf, refusal } from './api-error.ts'
import { API_ROUTES, type ApiSources } from './api-routes.ts'
import { type ConsoleFiles, findConsoleFile } from './console-files.ts'
import { isApiPath, originRefusal } from './origin-guard.ts'
import { RESPONSE_HEADERS } from './response-headers.ts'

/** What the HTTP application needs; it knows no socket, so tests ask it directly. */
export interface AppParts extends ApiSources {
  readonly files: ConsoleFiles
  /** The port the socket is bound to, known only once it listens. */
  readonly port: () => number
  /** Told of every failure that is ours, one line each. */
  readonly report: (line: string) => void
}

/** The whole HTTP surface: guard, API, console. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono()

  app.use(async (context, next) => {
    const refused = originRefusal(
      {
        host: context.req.header('host'),
        origin: context.req.header('origin'),
        site: context.req.header('sec-fetch-site'),
        mode: context.req.header('sec-fetch-mode'),
        path: context.req.path,
      },
      parts.port(),
    )
    if (refused !== null) context.res = answerError(refusal(403, refused))
    else if (!isAllowed(context.req.method, context.req.path)) {
      context.res = answerError(refusal(405, `${context.req.method} is not allowed there.`))
    } else await next()
    for (const [name, value] of Object.entries(RESPONSE_HEADERS)) context.res.headers.set(name, value)
    if (isApiPath(context.req.path)) context.res.headers.set('Cache-Control', 'no-store')
  })

  for (const route of API_ROUTES) {
    app.on(route.method ?? 'GET', route.path, async (context) =>
      context.json(await route.answer(parts, context)),
    )
  }

  app.get('*', (context) => {
    if (isApiPath(context.req.path)) {
      return answerError(refusal(404, 'There is no such path in this API.'))
    }
    const file = findConsoleFile(parts.files, context.req.path)
    if (file !== null) {
      return context.body(file.body, 200, { 'Content-Type': file.type, 'Cache-Control': file.cache })
    }
    return parts.files.has('/index.html')
      ? context.text('Not found.\n', 404)
      : context.text('The console is not built; run `npm run build` and start again.\n', 404)
  })

  app.onError((error, context) => {
    const answer = apiErrorOf(error)
    if (answer.status === 500) parts.report(`${context.req.method} ${context.req.path}: ${messageOf(error)}`)
    return answerError(answer)
  })
  return app
}

function isAllowed(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  return API_ROUTES.some((route) => route.method === method && route.path === path)
}

function answerError({ status, body }: ApiError): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}

import { expect, it } from 'vitest'
import { scratchEngine } from '../../../test/support/scratch-engine.ts'
import { call, columnReference, literal } from '../plan/build.ts'
import { overView } from '../schemas/over-view.ts'
import { renamingOf } from '../schemas/renaming.ts'
import { PrintContext, type Scope } from './context.ts'
import { printExpression } from './print-expression.ts'

const engine = scratchEngine()
const AT = { start: 0, end: 0 }

const CHAIN =
  "replaceRegexpOne(replaceRegexpOne(replaceRegexpOne(operation, '^(?i)GET$', 'GetObject'), '^(PUT|POST)$', 'PutObject'), '^LIST$', 'ListObjects')"
/** What a log may say, the new names included. */
const SAID = ['GET', 'get', 'Get', 'GET ', 'PUT', 'Put', 'POST', 'LIST', 'list', 'GetObject', 'getobject', '']
const ASKED = [
  'GetObject',
  'GETOBJECT',
  'PutObject',
  'putobject',
  'ListObjects',
  'GET',
  'put',
  'Other',
  'K',
  '',
]

it.each(['==', '=~', 'spl.equal_ignoring_case'])(
  '%s asks of the column that is renamed the same as of the one that renames it',
  async (name) => {
    const written = new Map([['Operation', overView('object', '_t', CHAIN) ?? '']])
    const { cases = [] } = renamingOf(CHAIN) ?? {}
    const plain: Scope = { alias: '_t', order: [], over: '', written }
    const folding = { ...plain, renamed: new Map([['Operation', { column: '_t.`operation`', cases }]]) }
    const different: string[] = []
    let shorter = 0
    for (const asked of ASKED) {
      const context = new PrintContext(
        () => undefined,
        () => ({ from: '', where: [], order: [] }),
        printExpression,
      )
      const column = columnReference({ name: 'Operation', type: 'string' }, AT)
      const condition = call(name, 'bool', [column, literal('string', asked, AT)], AT)
      const [one, other] = [folding, plain].map((scope) => printExpression(condition, scope, context))
      if (one !== other) shorter += 1
      const { rows } = await engine.run(
        `SELECT _t.operation FROM (SELECT toLowCardinality(arrayJoin({said:Array(String)})) AS operation) AS _t WHERE (${one}) != (${other})`,
        { ...context.parameters, said: SAID },
      )
      different.push(...rows.map(([said]) => `${said} ${asked}`))
    }
    expect(different).toEqual([])
    expect(shorter).toBeGreaterThan(4)
  },
)

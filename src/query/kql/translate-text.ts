import { rows } from '../plan/build.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import type { Schema } from '../schemas/schema.ts'
import type { Translation, TranslationOptions } from '../translation.ts'
import { translateExpression } from './expressions/translate-expression.ts'
import { Inference } from './inference.ts'
import { type Code, type Diagnostic, itemsOf, languageService } from './language-service.ts'
import { refuseTooLarge } from './plan-size.ts'
import { bind, namesOf } from './statements.ts'
import { elementsOf, kindOf, part, type Syntax } from './syntax.ts'
import { translateNamedTable } from './tables.ts'
import { translateTable } from './translate-table.ts'
import { type Constructs, DiscoveryNeeded, Translator } from './translator.ts'

/** Larger texts take the parser seconds. */
const MOST_CHARACTERS = 100_000
/** Deeper brackets than people write. */
const MOST_NESTED = 250
/** Passes over a query until its undeclared columns are settled; a rule needs two or three. */
const MOST_PASSES = 8
const MOST_DISCOVERIES = 16

const CONSTRUCTS: Constructs = {
  expression: translateExpression,
  table: translateTable,
  namedTable: translateNamedTable,
}

/** Translates a query of KQL in this thread. Throws QueryError. */
export async function translateText(text: string, options: TranslationOptions): Promise<Translation> {
  const query = parsedQuery(text)
  const inference = new Inference()
  const discovered = new Map<string, readonly (readonly unknown[])[]>()
  learn(query, options, inference, discovered)
  for (let round = 0; ; round += 1) {
    try {
      const translator = new Translator(options, inference, discovered, false, CONSTRUCTS)
      const plan = translated(query, translator)
      refuseTooLarge(plan)
      const external = [...translator.external.values()]
      const inferred = [
        ...inference.schemaTables,
        ...external.map(({ name, columns }) => ({ name, columns })),
      ]
      return { plan, inferred, warnings: translator.warnings, ...(external.length > 0 && { external }) }
    } catch (error) {
      if (!(error instanceof DiscoveryNeeded) || options.discover === undefined || round >= MOST_DISCOVERIES)
        throw error
      discovered.set(error.key, await options.discover(error.plan, inference.schemaTables))
    }
  }
}

/** Goes over the query until its uses say nothing new about columns that nobody declares. */
function learn(
  query: Syntax,
  options: TranslationOptions,
  inference: Inference,
  discovered: Map<string, readonly (readonly unknown[])[]>,
): void {
  if (!mayInfer(query.toString(), options.schema)) return
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    try {
      translated(query, new Translator(options, inference, discovered, true, CONSTRUCTS))
    } catch (error) {
      // The last pass says it, and says it better: it knows the types.
      if (!(error instanceof QueryError) || error.code === 'too-large') throw error
      if (inference.settle()) return
      continue
    }
    if (inference.settle()) return
  }
}

/** Without open names only plug-ins, and tables declared in part, give columns that nobody declares. */
function mayInfer(text: string, { open, tables }: Schema): boolean {
  return (
    open ||
    /\bevaluate\b/.test(text) ||
    tables.some(
      ({ name, partial, select }) => partial === true && select === undefined && text.includes(name),
    )
  )
}

function translated(query: Syntax, translator: Translator): Relation {
  const statements = elementsOf(query)
  const queries = statements.filter((statement) => kindOf(statement) === 'ExpressionStatement')
  const [only, second] = queries
  if (second !== undefined) {
    throw new QueryError('unsupported', 'Only one query at a time is supported here', {
      start: second.TextStart,
      end: second.End,
    })
  }
  if (only === undefined) {
    throw new QueryError('syntax', 'The text holds no query, only definitions; end it with what is asked', {
      start: 0,
      end: query.End,
    })
  }
  const names = namesOf(
    statements.filter((statement) => statement !== only),
    undefined,
    translator,
  )
  const bound = bind(part(only, 'Expression'), names, translator)
  if (bound.kind === 'table') return bound.table.relation
  if (bound.kind === 'scalar') {
    const { value } = bound
    return rows([{ name: 'print_0', type: value.type }], [[value]], value.at)
  }
  // The name of a function alone is a call without arguments.
  return translator.table(part(only, 'Expression'), { names }).relation
}

function parsedQuery(text: string): Syntax {
  if (text.length > MOST_CHARACTERS) {
    throw new QueryError(
      'too-large',
      `The query has ${text.length} characters; at most ${MOST_CHARACTERS} are taken`,
      { start: 0, end: 0 },
    )
  }
  if (deepestNesting(text) > MOST_NESTED) throw tooDeep()
  const code = parse(text)
  const [error] = itemsOf(code.GetSyntaxDiagnostics()).filter(({ Severity }) => Severity === 'Error')
  if (error !== undefined) throw syntaxError(error)
  return part(code.Syntax, 'Statements')
}

function parse(text: string): Code {
  try {
    return languageService().KustoCode.Parse(text)
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep()
    throw error
  }
}

const TOKENS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*|[([{]|[)\]}]/g

/** How deep brackets nest. The parser takes the third power of it: thousands would keep it busy for minutes. */
function deepestNesting(text: string): number {
  let [depth, deepest] = [0, 0]
  for (const [token] of text.matchAll(TOKENS)) {
    if ('([{'.includes(token)) depth += 1
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function tooDeep(): QueryError {
  return new QueryError('too-large', 'The query nests too deep to be read; write it flatter', {
    start: 0,
    end: 0,
  })
}

function syntaxError({ Message, Start, Length }: Diagnostic): QueryError {
  return new QueryError('syntax', Message.replace(/\.$/, ''), { start: Start, end: Start + Length })
}

import { columnReference, named, project } from '../plan/build.ts'
import { QueryError } from '../plan/query-error.ts'
import type { Relation } from '../plan/relation.ts'
import type { Translation, TranslationOptions } from '../translation.ts'
import { parseSpl } from './parse.ts'
import type { SplPipeline } from './syntax/command.ts'
import { type CommandContext, TranslationSession } from './translate/session.ts'
import { type SplRows, settled } from './translate/spl-rows.ts'
import { translateCommand } from './translate/translators.ts'

/** Passes a search is given to find its fields; every pass but the last finds at least one. */
const MOST_PASSES = 50

/**
 * Translates a search of Splunk's.
 *
 * @throws QueryError with its place in the text: what is not known or not supported is never guessed.
 */
export async function translateSpl(text: string, options: TranslationOptions): Promise<Translation> {
  const pipeline = parseSpl(text, options.macros)
  const session = new TranslationSession(options)
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    session.begin()
    const rows = settled(translatePipeline(pipeline, undefined, session))
    if (session.wanted !== undefined && options.discover !== undefined && !session.hasNewFields) {
      session.keepRows(session.wanted, await options.discover(session.wanted, session.inferred))
    } else if (!session.isUnfinished) {
      return { plan: shown(rows.relation), inferred: session.inferred, warnings: session.warnings }
    }
  }
  throw new QueryError(
    'too-large',
    'The fields of this search could not be worked out; name them with fields or table.',
    {
      start: 0,
      end: text.length,
    },
  )
}

function translatePipeline(
  pipeline: SplPipeline,
  input: SplRows | undefined,
  session: TranslationSession,
): SplRows {
  const context: CommandContext = {
    session,
    pipeline: (inner, rows) => translatePipeline(inner, rows, session),
  }
  let rows = input
  for (const command of pipeline.commands) rows = translateCommand(command, rows, context)
  if (rows === undefined) throw new QueryError('syntax', 'A search is missing.', pipeline.at)
  return rows
}

/** A plan has at least one column. */
function shown(relation: Relation): Relation {
  return relation.columns.length > 0
    ? relation
    : project(
        relation,
        relation.columns.map((column) => named(column.name, columnReference(column, relation.at))),
        relation.at,
      )
}

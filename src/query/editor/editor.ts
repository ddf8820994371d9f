import { messageOf } from '../../base/errors.ts'
import { compile } from '../compile.ts'
import { QueryError } from '../plan/query-error.ts'
import { positionIn } from '../plan/span.ts'
import { ticksNow } from '../run/ticks-of-time.ts'
import type { Schema } from '../schemas/schema.ts'
import type { EditorAnswer, EditorDiagnostic, EditorRequest, LanguageHelp } from './editor-answer.ts'

/** Answers an editor. */
export type Editor = (request: EditorRequest) => Promise<EditorAnswer>

const NO_HELP: LanguageHelp = { completions: { from: 0, to: 0, items: [] }, diagnostics: [] }

type Help = (text: string, offset: number | null, schema: Schema) => LanguageHelp | Promise<LanguageHelp>

/** Loaded when first used, as the front ends are. */
const HELP: Readonly<Record<EditorRequest['language'], () => Promise<Help>>> = {
  kql: async () => (await import('../kql/translate.ts')).helpWithKql,
  spl: async () => (await import('../spl/editor.ts')).splHelp,
  // A rule is YAML with few keys: what is wrong with it is said by compiling it.
  sigma: async () => () => NO_HELP,
}

/**
 * An editor over schemas: what the language itself says of a text, and what compiling it says beyond, since not every
 * construct of a language runs here.
 *
 * @param schemaNamed the schema of a name, or of none.
 */
export function editorOver(schemaNamed: (name: string | undefined) => Schema): Editor {
  return async ({ language, text, offset, schema: name }) => {
    const schema = schemaNamed(name)
    const caret = offset === undefined ? null : Math.min(offset, text.length)
    const helpWith = await HELP[language]()
    const help = await helpWith(text, caret, schema)
    const said = help.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      ...positionIn(text, diagnostic.from),
    }))
    const compiled = await compilerSays({ language, text }, schema)
    const isSaid = ({ from, to }: EditorDiagnostic) =>
      said.some(
        (other) => other.severity === 'error' && other.from <= Math.max(from, to - 1) && from <= other.to,
      )
    const more = compiled.filter((diagnostic) => diagnostic.severity === 'warning' || !isSaid(diagnostic))
    return { completions: help.completions, diagnostics: [...said, ...more] }
  }
}

async function compilerSays(
  query: Pick<EditorRequest, 'language' | 'text'>,
  schema: Schema,
): Promise<EditorDiagnostic[]> {
  // A new tab of the editor is no mistake.
  if (query.text.trim() === '') return []
  try {
    const { warnings } = await compile({ ...query, schema, nowTicks: ticksNow() })
    return warnings.map(({ message, at }) => ({
      from: at.start,
      to: at.end,
      ...positionIn(query.text, at.start),
      severity: 'warning',
      code: 'warning',
      message,
    }))
  } catch (error) {
    const at = error instanceof QueryError ? error.at : { start: 0, end: 0 }
    return [
      {
        from: at.start,
        to: at.end,
        ...positionIn(query.text, at.start),
        severity: 'error',
        code: error instanceof QueryError ? error.code : 'internal',
        message: messageOf(error),
      },
    ]
  }
}

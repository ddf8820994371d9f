import type { Completion, CompletionKind, LanguageHelp } from '../editor/editor-answer.ts'
import type { Schema } from '../schemas/schema.ts'
import { type CollectionOf, type Diagnostic, itemsOf, languageService } from './language-service.ts'

interface CompletionItem {
  readonly DisplayText: string
  readonly BeforeText: string
  readonly AfterText: string
  readonly Kind: number
}

interface CodeService {
  GetCompletionItems(position: number): {
    readonly Items: CollectionOf<CompletionItem>
    readonly EditStart: number
    readonly EditLength: number
  }
  GetDiagnostics(waitForAnalysis: boolean): CollectionOf<Diagnostic>
}

interface EditorNamespace {
  readonly KustoCodeService: { readonly $ctor1: new (text: string, globals: unknown) => CodeService }
}

/** Numbers of the enumeration CompletionKind; what is not here is no help in a query, e.g. clusters and charts. */
const KINDS: ReadonlyMap<number, CompletionKind> = new Map([
  [1, 'keyword'],
  [3, 'keyword'],
  [4, 'variable'],
  [6, 'keyword'],
  [7, 'keyword'],
  [8, 'keyword'],
  [9, 'operator'],
  [11, 'operator'],
  [13, 'column'],
  [14, 'table'],
  [15, 'function'],
  [16, 'function'],
  [18, 'aggregate'],
  [19, 'variable'],
  [20, 'variable'],
  [26, 'type'],
  [27, 'option'],
])

/** An editor shows a list, not a catalogue. */
const MOST_COMPLETIONS = 500

/**
 * What Microsoft's language service says of a query: what may stand at an offset, and what is wrong. It takes seconds at
 * first and tens of milliseconds then, so it runs in the worker.
 */
export function kqlHelp(text: string, offset: number | null, schema: Schema): LanguageHelp {
  const service = codeService(text, schema)
  const diagnostics = itemsOf(service.GetDiagnostics(true)).map((diagnostic) => ({
    from: diagnostic.Start,
    to: diagnostic.Start + diagnostic.Length,
    severity: diagnostic.Severity === 'Error' ? ('error' as const) : ('warning' as const),
    code: diagnostic.Code,
    message: diagnostic.Message,
  }))
  if (offset === null) return { completions: { from: 0, to: 0, items: [] }, diagnostics }
  const found = service.GetCompletionItems(offset)
  const from = found.EditStart
  const to = found.EditStart + found.EditLength
  const typed = text.slice(from, offset).toLowerCase()
  const items = itemsOf(found.Items)
    .flatMap((item) => completionOf(item))
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .slice(0, MOST_COMPLETIONS)
  return { completions: { from, to, items }, diagnostics }
}

function completionOf({ DisplayText, BeforeText, AfterText, Kind }: CompletionItem): Completion[] {
  const kind = KINDS.get(Kind)
  if (kind === undefined) return []
  return [{ label: DisplayText, kind, insert: BeforeText, ...(AfterText !== '' && { after: AfterText }) }]
}

function codeService(text: string, schema: Schema): CodeService {
  const service = languageService() as ReturnType<typeof languageService> & {
    readonly Editor: EditorNamespace
  }
  const tables = schema.tables.map(({ name, columns }) => {
    const list = columns.map(
      (column) => `['${column.name.replaceAll(/['\\]/g, '\\$&')}']:${kustoType(column.type)}`,
    )
    return new service.Symbols.TableSymbol.$ctor7(name, `(${list.join(', ')})`, null)
  })
  const database = new service.Symbols.DatabaseSymbol.$ctor3('weighbridge', null, tables)
  return new service.Editor.KustoCodeService.$ctor1(text, service.GlobalState.Default.WithDatabase(database))
}

function kustoType(type: string): string {
  return type === 'multivalue' ? 'dynamic' : type
}

import { createRequire } from 'node:module'

/**
 * Microsoft's own parser and analyzer of KQL, as its package gives it: compiled from C#, so collections have `Count` and
 * `getItem`. Only what is used here is declared; everything else of it stays behind this file.
 */

/** A node or token of the syntax tree. Its named parts are properties (`Condition`, `ByClause`...): read them with ./syntax.ts. */
export interface SyntaxElement {
  readonly IsToken: boolean
  readonly IsMissing: boolean
  readonly NameInParent: string | null
  readonly Parent: SyntaxElement | null
  readonly ChildCount: number
  readonly TextStart: number
  readonly End: number
  /** Only of tokens. */
  readonly Text?: string
  /** Only of tokens: the value that a literal stands for. */
  readonly Value?: unknown
  readonly ValueText?: string
  readonly constructor: { readonly $$name?: string }
  GetChild(index: number): SyntaxElement | null
  toString(): string
}

export interface CollectionOf<Item> {
  readonly Count: number
  getItem(index: number): Item
}

export interface Diagnostic {
  readonly Severity: string
  readonly Code: string
  readonly Message: string
  readonly Start: number
  readonly Length: number
}

interface TypeSymbol {
  readonly Name: string
  readonly Columns?: CollectionOf<ColumnSymbol>
  readonly IsOpen?: boolean
}

export interface ColumnSymbol {
  readonly Name: string
  readonly Type: { readonly Name: string }
}

export interface Code {
  readonly Syntax: SyntaxElement
  readonly ResultType: TypeSymbol | null
  GetSyntaxDiagnostics(): CollectionOf<Diagnostic>
  GetDiagnostics(): CollectionOf<Diagnostic>
  Analyze(globals: GlobalState): Code
}

export interface FunctionSymbol {
  readonly Name: string
  /** Number of the enumeration ResultNameKind. */
  readonly ResultNameKind: number
  readonly ResultNamePrefix: string | null
  readonly Signatures: CollectionOf<FunctionSignature>
}

export interface FunctionSignature {
  readonly Parameters: CollectionOf<FunctionParameter>
  readonly ReturnKind: number
}

export interface FunctionParameter {
  readonly Name: string
  /** Number of the enumeration ParameterTypeKind. */
  readonly TypeKind: number
  readonly DeclaredTypes: CollectionOf<{ readonly Name: string }>
  readonly MaxOccurring: number
}

export interface GlobalState {
  WithDatabase(database: unknown): GlobalState
  GetFunction(name: string): FunctionSymbol | null
  GetAggregate(name: string): FunctionSymbol | null
}

type Constructor = new (...args: unknown[]) => unknown

export interface LanguageService {
  readonly KustoCode: { Parse(text: string): Code; ParseAndAnalyze(text: string, globals: GlobalState): Code }
  readonly GlobalState: { readonly Default: GlobalState }
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: Constructor }
    readonly DatabaseSymbol: { readonly $ctor3: Constructor }
    readonly ResultNameKind: Readonly<Record<string, number | string>>
    readonly ParameterTypeKind: Readonly<Record<string, number | string>>
  }
}

let loaded: LanguageService | undefined

/** Loads it on first use: about a third of a second; the first parse takes two seconds more. */
export function languageService(): LanguageService {
  if (loaded !== undefined) return loaded
  const require = createRequire(import.meta.url)
  // Bridge is the run time of the other: the order matters. Both write globals.
  require('@kusto/language-service-next/bridge.min.js')
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
  loaded = (globalThis as unknown as { Kusto: { Language: LanguageService } }).Kusto.Language
  return loaded
}

/** The items of one of its collections. */
export function itemsOf<Item>(collection: CollectionOf<Item> | null | undefined): readonly Item[] {
  if (collection === null || collection === undefined) return []
  // Its empty lists are JavaScript's own arrays.
  if (Array.isArray(collection)) return collection as readonly Item[]
  return Array.from({ length: collection.Count }, (_, at) => collection.getItem(at))
}

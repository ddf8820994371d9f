import { argumentsOf, calledName } from './expressions/arguments.ts'
import { itemsOf, languageService } from './language-service.ts'
import { kindOf, nameIn, part, type Syntax, textOf, unwrapped } from './syntax.ts'

/** How Kusto names the result of a function: its table of functions says so, this reads it. */
interface ResultName {
  readonly from: 'nothing' | 'first' | 'only' | 'first if column' | 'prefix'
  readonly prefix: string | undefined
}

const known = new Map<string, ResultName | undefined>()

/** Is this a function or aggregate of Kusto itself? */
export function isBuiltIn(name: string): boolean {
  return resultNameOf(name, false) !== undefined || resultNameOf(name, true) !== undefined
}

function resultNameOf(name: string, isAggregate: boolean): ResultName | undefined {
  const key = `${isAggregate} ${name}`
  if (known.has(key)) return known.get(key)
  const { GlobalState, Symbols } = languageService()
  const globals = GlobalState.Default
  const symbol = isAggregate ? globals.GetAggregate(name) : globals.GetFunction(name)
  const kinds = Symbols.ResultNameKind
  const found = symbol === null || symbol === undefined ? undefined : nameKind(symbol, kinds)
  known.set(key, found)
  return found
}

function nameKind(
  symbol: {
    readonly Name: string
    readonly ResultNameKind: number
    readonly ResultNamePrefix: string | null
  },
  kinds: Readonly<Record<string, number | string>>,
): ResultName {
  const prefix = symbol.ResultNamePrefix ?? undefined
  switch (symbol.ResultNameKind) {
    case kinds['NameAndFirstArgument']:
      return { from: 'first', prefix: symbol.Name }
    case kinds['NameAndOnlyArgument']:
      return { from: 'only', prefix: symbol.Name }
    case kinds['PrefixAndFirstArgument']:
    case kinds['FirstArgument']:
      return { from: 'first', prefix }
    case kinds['PrefixAndOnlyArgument']:
    case kinds['OnlyArgument']:
      return { from: 'only', prefix }
    case kinds['FirstArgumentValueIfColumn']:
      return { from: 'first if column', prefix }
    case kinds['PrefixOnly']:
      return { from: 'prefix', prefix }
    default:
      return { from: 'nothing', prefix }
  }
}

/** Names that a function with several columns puts before each, e.g. `any_`, `max_`. */
export function prefixOf(name: string, isAggregate: boolean): string | undefined {
  return resultNameOf(name, isAggregate)?.prefix
}

/** What Kusto calls a value that the query gives no name; undefined: `Column1` and so on. */
export function resultName(
  node: Syntax,
  isColumn: (name: string) => boolean,
  isAggregate: boolean,
): string | undefined {
  const expression = unwrapped(node)
  switch (kindOf(expression)) {
    case 'NameReference':
      return nameIn(expression)
    case 'OrderedExpression':
      return resultName(part(expression, 'Expression'), isColumn, isAggregate)
    case 'SimpleNamedExpression':
      return nameIn(part(expression, 'Name'))
    case 'BracketedExpression':
      return bracketedName(expression)
    case 'PathExpression':
    case 'ElementExpression': {
      const owner = unwrapped(part(expression, 'Expression'))
      const right = resultName(part(expression, 'Selector'), isColumn, isAggregate)
      const isSide = kindOf(owner) === 'NameReference' && /^\$(left|right)$/.test(nameIn(owner))
      const left = isSide ? undefined : resultName(owner, isColumn, false)
      return left === undefined || left === '' ? right : `${left}_${right ?? ''}`
    }
    case 'FunctionCallExpression':
      return functionName(expression, isColumn, isAggregate)
    default:
      return undefined
  }
}

function bracketedName(node: Syntax): string | undefined {
  const inner = part(node, 'Expression')
  if (kindOf(inner) !== 'LiteralExpression') return undefined
  const text = textOf(inner)
  if (/^\d+$/.test(text)) return text
  return /^[@hH]*["']/.test(text) ? String(part(inner, 'Token').Value ?? '') : undefined
}

function functionName(
  node: Syntax,
  isColumn: (name: string) => boolean,
  isAggregate: boolean,
): string | undefined {
  const name = calledName(node)
  const aggregate = isAggregate ? resultNameOf(name, true) : undefined
  const kind = aggregate ?? resultNameOf(name, false)
  // Inside an aggregate there are no aggregates; around one there may be functions.
  const within = isAggregate && aggregate === undefined
  const args = argumentsOf(node)
  const [first] = args
  if (kind === undefined || kind.from === 'nothing') return undefined
  if (kind.from === 'prefix') return kind.prefix
  if (kind.from === 'only' && args.length !== 1) return undefined
  if (first === undefined) return kind.prefix === undefined ? undefined : `${kind.prefix}_`
  if (kind.from === 'first if column') {
    const text = kindOf(first) === 'LiteralExpression' ? String(part(first, 'Token').Value ?? '') : ''
    return text !== '' && isColumn(text) ? text : undefined
  }
  const argument = resultName(first, isColumn, within)
  return kind.prefix === undefined ? argument : `${kind.prefix}_${argument ?? ''}`
}

/** What the parameters of a function of Kusto take: names of its own enumeration and of types. */
export function parameterTypes(
  name: string,
  isAggregate: boolean,
): readonly (readonly { readonly kind: string; readonly types: readonly string[] }[])[] {
  const { GlobalState, Symbols } = languageService()
  const globals = GlobalState.Default
  const symbol = isAggregate ? globals.GetAggregate(name) : globals.GetFunction(name)
  const kinds = new Map(
    Object.entries(Symbols.ParameterTypeKind).flatMap(([kind, value]) =>
      typeof value === 'number' ? [[value, kind] as const] : [],
    ),
  )
  return itemsOf(symbol?.Signatures).map((signature) =>
    itemsOf(signature.Parameters).map((parameter) => ({
      kind: kinds.get(parameter.TypeKind) ?? 'Any',
      types: itemsOf(parameter.DeclaredTypes).map((type) => type.Name),
    })),
  )
}

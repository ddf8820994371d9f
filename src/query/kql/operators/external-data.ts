import { rows, scan } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { ExternalTable } from '../../translation.ts'
import { refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import { elementsOf, nameIn, optionalPart, part, type Syntax, spanOf } from '../syntax.ts'
import { closed } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateSource } from './operator.ts'
import { declaredColumns } from './sources.ts'

/**
 * `externaldata`: a table of the schema that is named by the addresses. Else an administrator has to allow it; then it is one whose
 * rows are fetched by who runs the query, and until then has none. The SQL itself never reaches out.
 */
export const translateExternalData: TranslateSource = (node, scope, translator) => {
  const at = spanOf(node)
  const addresses = elementsOf(part(node, 'URIs')).map((each) => constant(each, scope, translator))
  const name = addresses.join(' ')
  const { schema, allowed } = translator.options
  if (name !== '' && schema.tables.some((table) => table.name === name)) {
    return translator.namedTable(name, node, { names: undefined })
  }
  if (allowed?.includes('externaldata') !== true) {
    throw refusal(
      'not-allowed',
      'externaldata would fetch an address from outside, which is not allowed here; an administrator allows it with --allow externaldata or WEIGHBRIDGE_ALLOW=externaldata, or loads the data as a table named by that address',
      part(node, 'ExternalDataKeyword'),
      'externaldata',
    )
  }
  const columns = declaredColumns(part(node, 'Schema'))
  translator.warn(
    'externaldata has rows only where a query is run with --allow externaldata; here it has none',
    at,
  )
  // What is worked out from rows is no address that could be fetched before the query runs.
  if (addresses.some((address) => address === undefined)) return closed(rows(columns, [], at))
  const properties = propertiesOf(optionalPart(node, 'WithClause'), scope, translator)
  const format = properties.get('format')
  const table: ExternalTable = {
    name,
    addresses: addresses.map(String),
    columns,
    ...(format !== undefined && { format: format.toLowerCase() }),
    skipsFirst: properties.get('ignorefirstrecord')?.toLowerCase() === 'true',
  }
  const known = translator.external.get(name)
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(table)) {
    throw refusal(
      'unsupported',
      'The same address is read with two declarations of its columns; bind it once with let',
      node,
      'externaldata',
    )
  }
  translator.external.set(name, table)
  return closed(scan(table, at))
}

function constant(node: Syntax, scope: Scope, translator: Translator): string | undefined {
  return textOf(translator.expression(node, inside(scope)))
}

function textOf(value: Expression): string | undefined {
  return value.kind === 'literal' && value.value !== null ? String(value.value) : undefined
}

function propertiesOf(
  clause: Syntax | undefined,
  scope: Scope,
  translator: Translator,
): ReadonlyMap<string, string> {
  const properties = clause === undefined ? [] : elementsOf(part(clause, 'Properties'))
  return new Map(
    properties.map((property) => {
      const value = part(property, 'Expression')
      return [nameIn(part(property, 'Name')).toLowerCase(), written(value, scope, translator)]
    }),
  )
}

/** `format="csv"`, and as people write it, `format=csv`. */
function written(value: Syntax, scope: Scope, translator: Translator): string {
  try {
    return constant(value, scope, translator) ?? nameIn(value)
  } catch {
    return nameIn(value)
  }
}

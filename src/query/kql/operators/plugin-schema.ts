import type { Column } from '../../plan/type.ts'
import { typeOfDeclaration } from '../expressions/literals.ts'
import { elementsOf, nameIn, optionalPart, part, type Syntax } from '../syntax.ts'

/** The columns that `evaluate plugin(…) : (…)` declares; `*` stands for the input's. */
export function declaredSchema(
  node: Syntax,
): { readonly keepsInput: boolean; readonly columns: readonly Column[] } | undefined {
  const clause = optionalPart(node, 'Schema')
  if (clause === undefined) return undefined
  const schema = part(clause, 'Schema')
  const star = optionalPart(schema, 'AsteriskToken')
  return {
    keepsInput: star !== undefined && star.Text === '*',
    columns: elementsOf(optionalPart(schema, 'Columns')).map((declaration) => ({
      name: nameIn(part(declaration, 'Name')),
      type: typeOfDeclaration(declaration, 'string'),
    })),
  }
}

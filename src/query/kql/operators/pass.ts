import { limit } from '../../plan/build.ts'
import { withName } from '../scope.ts'
import { nameIn, part, spanOf } from '../syntax.ts'
import { kept } from '../table.ts'
import type { TranslateOperator } from './operator.ts'

/** `as`: the table has a name from here on. */
export const translateAs: TranslateOperator = (node, input, _, translator) => {
  const name = nameIn(part(node, 'Name'))
  translator.aliases = withName(translator.aliases, name, () => ({ kind: 'table', table: input }))
  return { ...input, name }
}

/** `render`: how the rows are drawn is the reader's affair. */
export const translateRender: TranslateOperator = (_, input) => input

/** `consume`: works everything out and shows nothing. */
export const translateConsume: TranslateOperator = (node, input) =>
  kept(input, limit(input.relation, 0, spanOf(node)))

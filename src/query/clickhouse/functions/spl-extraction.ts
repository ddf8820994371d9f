import type { FunctionTable } from './function-table.ts'
import { literalOf } from './spl-conversions.ts'

/** What `rex`, `makemv` and their kind take out of texts. */
export const SPL_EXTRACTION: FunctionTable = {
  // What one group holds in every match, empty ones left out; a last argument of 0 is no limit.
  'spl.groups': ([text = '', pattern = '', index = '', most = ''], { call }) => {
    const groups = `arrayMap(g -> g[${index}], extractAllGroupsVertical(ifNull(${text}, ''), ${pattern}))`
    const limited = Number(literalOf(call.arguments[3])) === 0 ? groups : `arraySlice(${groups}, 1, ${most})`
    return `arrayFilter(g -> g != '', ${limited})`
  },
  'spl.without_empty': ([values = '']) => `arrayFilter(v -> v != '', ${values})`,
  'spl.replace_first': ([text = '', pattern = '', replacement = '']) =>
    `replaceRegexpOne(${text}, ${pattern}, ${replacement})`,
  'spl.transliterate': ([text = '', from = '', to = '']) => `translateUTF8(${text}, ${from}, ${to})`,
}

import { WeighbridgeError } from '../../base/errors.ts'
import { checked, ownRulesFolder, readRuleFile, ruleFolders, rulesFolder } from '../rule-content.ts'
import { QUERY_FILES, type QueryRule, queryRuleSchema } from './query-rule.ts'

/** Read once: every case that is shown asks for them, and they change with the program only. */
let shipped: readonly QueryRule[] | undefined

/**
 * The rules that are queries: those that come with Weighbridge, and those of the folder in WEIGHBRIDGE_RULES.
 *
 * @throws WeighbridgeError `bad-input` naming the file and the field that is wrong, or an id that two rules have.
 */
export function loadQueryRules(): QueryRule[] {
  const own = ownRulesFolder()
  const [measure] = own === undefined ? [] : ruleFolders(own, 'measure')
  if (measure !== undefined) {
    throw new WeighbridgeError(
      'bad-input',
      `${measure.file} of ${own} is no query; write kind: query, or take the rule away: the folder in WEIGHBRIDGE_RULES is for queries.`,
    )
  }
  shipped ??= readQueryRules(rulesFolder())
  const rules = [...shipped, ...(own === undefined ? [] : readQueryRules(own))]
  const seen = new Set<string>()
  for (const { id } of rules) {
    if (seen.has(id)) {
      throw new WeighbridgeError(
        'bad-input',
        `Two rules are called ${id}; rename the one in ${own}, its folder and its id.`,
      )
    }
    seen.add(id)
  }
  return rules
}

/** The rules of one folder that are queries, in the order of their names. */
export function readQueryRules(folder: string): QueryRule[] {
  return ruleFolders(folder, 'query').map((each) => {
    const rule = checked(queryRuleSchema, each)
    return { ...rule, query: readRuleFile(each, QUERY_FILES[rule.language]) }
  })
}

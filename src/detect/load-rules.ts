import { type Rule, ruleSchema } from './rule.ts'
import { checked, readRuleFile, ruleFolders, rulesFolder } from './rule-content.ts'

/**
 * The rules of a folder that measure: one sub-folder each with rule.yaml and rule.sql, in the order of their names.
 *
 * @throws WeighbridgeError `bad-input` naming the file and the field that is wrong.
 */
export function loadRules(folder: string = rulesFolder()): Rule[] {
  return ruleFolders(folder, 'measure').map((each) => ({
    ...checked(ruleSchema, each),
    sql: readRuleFile(each, 'rule.sql').trim(),
  }))
}

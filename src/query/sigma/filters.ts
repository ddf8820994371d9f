import type { Condition } from './condition.ts'
import { isPartOf } from './log-source.ts'
import type { DetectionRule, FilterRule } from './rule.ts'

/**
 * The rule with every filter that applies to it.
 *
 * A filter's condition is joined to the rule's by `and`, as it is written: filters that take events away say `not selection`, as in
 * pySigma and rsigma. (The specification's one example lacks the `not`.)
 */
export function withFilters(rule: DetectionRule, filters: readonly FilterRule[]): DetectionRule {
  return filters.filter((filter) => applies(filter, rule)).reduce(withFilter, rule)
}

function applies(filter: FilterRule, rule: DetectionRule): boolean {
  if (!isPartOf(filter.logSource, rule.logSource)) return false
  if (filter.rules === 'any') return true
  return filter.rules.some((name) => name === rule.id || name === rule.name)
}

function withFilter(rule: DetectionRule, filter: FilterRule, number: number): DetectionRule {
  const prefix = `_filter${number}_`
  const renamed = (condition: Condition): Condition => {
    switch (condition.kind) {
      case 'name':
        return { ...condition, name: prefix + condition.name }
      case 'of':
        return {
          ...condition,
          pattern: prefix + (condition.pattern.toLowerCase() === 'them' ? '*' : condition.pattern),
        }
      case 'not':
        return { ...condition, part: renamed(condition.part) }
      default:
        return { ...condition, parts: condition.parts.map(renamed) }
    }
  }
  const added = [...filter.selections].map(([name, detection]): [string, typeof detection] => [
    prefix + name,
    detection,
  ])
  const own: Condition = { kind: 'or', parts: rule.conditions }
  const suppression: Condition = { kind: 'or', parts: filter.conditions.map(renamed) }
  return {
    ...rule,
    selections: new Map([...rule.selections, ...added]),
    conditions: [{ kind: 'and', parts: [own, suppression] }],
  }
}

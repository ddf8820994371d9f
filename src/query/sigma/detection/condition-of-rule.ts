import { allOf, anyOf, call } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { type Condition, namesFitting } from '../condition.ts'
import type { EventTable } from '../event-table.ts'
import type { DetectionRule } from '../rule.ts'
import { type Detection, itemsOf } from './item.ts'
import { matchItem } from './match.ts'

/** undefined: pipelines dropped all of it, so it says nothing either way. */
type Said = Expression | undefined

/** Which events of a table a rule is about: true or false, never null. */
export function conditionOfRule(rule: DetectionRule, table: EventTable): Expression {
  const at = rule.document.valueAt(['detection', 'condition'])
  const selections = new Map<string, Said>()
  const selectionNamed = (name: string, place: Span): Said => {
    if (selections.has(name)) return selections.get(name)
    const detection = rule.selections.get(name)
    if (detection === undefined) {
      throw rule.document.error(
        'syntax',
        `The condition names ${name}, which is no search identifier of the rule.`,
        place,
        ['detection', 'condition'],
        name,
      )
    }
    const expression = itemsOf(detection).length === 0 ? undefined : matchDetection(detection, table, rule)
    selections.set(name, expression)
    return expression
  }
  const print = (condition: Condition): Said => {
    switch (condition.kind) {
      case 'name':
        return selectionNamed(condition.name, condition.at)
      case 'not':
        return negated(print(condition.part), at)
      case 'and':
        return joined(true, condition.parts.map(print), at)
      case 'or':
        return joined(false, condition.parts.map(print), at)
      case 'of': {
        const names = namesFitting(condition.pattern, [...rule.selections.keys()])
        if (names.length === 0) {
          throw rule.document.error(
            'syntax',
            `The condition asks for ${condition.pattern}, which no search identifier of the rule fits.`,
            condition.at,
            ['detection', 'condition'],
            condition.pattern,
          )
        }
        const parts = names.map((name) => selectionNamed(name, condition.at))
        return joined(condition.every, parts, at)
      }
    }
  }
  const condition = joined(false, rule.conditions.map(print), at)
  if (condition !== undefined) return condition
  throw rule.document.error(
    'unsupported',
    'Pipelines drop everything the rule looks for, so nothing is left of it.',
    at,
    ['detection', 'condition'],
  )
}

function negated(part: Said, at: Span): Said {
  return part === undefined ? undefined : call('not', 'bool', [part], at)
}

function joined(every: boolean, parts: readonly Said[], at: Span): Said {
  const said = parts.filter((part) => part !== undefined)
  if (said.length === 0) return undefined
  return every ? allOf(said, at) : anyOf(said, at)
}

function matchDetection(detection: Detection, table: EventTable, rule: DetectionRule): Expression {
  if (detection.kind === 'item') return matchItem(detection, table, rule)
  const parts = detection.parts.map((part) => matchDetection(part, table, rule))
  const at = parts[0]?.at ?? { start: 0, end: 0 }
  return detection.kind === 'and' ? allOf(parts, at) : anyOf(parts, at)
}

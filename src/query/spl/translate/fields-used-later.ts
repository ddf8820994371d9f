import { call, named } from '../../plan/build.ts'
import type { Expression, NamedExpression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { alike } from '../functions/conversions.ts'
import { scopeOf } from './field-scope.ts'
import type { TranslationSession } from './session.ts'
import { type MoreFields, namesOf, rowsOf, type SplRows, withFields } from './spl-rows.ts'

/**
 * Fields that are worked out only where the rest of the search uses them; where that gives nothing, the field of the event
 * stays.
 *
 * @param place tells the places of one search apart.
 * @param valueNamed null where there can be none of that name.
 */
export function withFieldsUsedLater(
  rows: SplRows,
  place: string,
  session: TranslationSession,
  at: Span,
  valueNamed: (name: string) => Expression | undefined,
): SplRows {
  const scope = scopeOf(rows, session)
  const values: NamedExpression[] = session.askedAt(place).flatMap(({ name }) => {
    const found = valueNamed(name)
    if (found === undefined) return []
    const own = namesOf(rows).includes(name) ? scope.find(name, at) : undefined
    return named(name, own === undefined ? found : firstOf([found, own], at))
  })
  const ready = withFields(rows, values, at)
  const ask: MoreFields['ask'] = (name, type) => {
    const isOwn = rows.more?.ask(name, type) === true
    if (name.startsWith('_') || name.startsWith('`') || valueNamed(name) === undefined) return isOwn
    session.ask(place, name)
    return true
  }
  return rowsOf(ready.relation, { ask })
}

/** The first of several values that is there. */
export function firstOf(values: readonly Expression[], at: Span): Expression {
  const [type, sides] = alike(values)
  return call(type === 'multivalue' ? 'spl.first_present' : 'spl.coalesce', type, sides, at)
}

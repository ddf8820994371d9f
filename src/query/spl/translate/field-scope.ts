import { columnReference, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import { toNumber } from '../functions/conversions.ts'
import { evalFunction } from '../functions/function-signatures.ts'
import type { FieldScope, TranslationSession } from './session.ts'
import { fieldOf, type SplRows } from './spl-rows.ts'

/** Parts of an event's time that Splunk keeps as fields: how strftime writes them, and whether they are numbers. */
const DATE_FIELDS: ReadonlyMap<string, { readonly format: string; readonly isNumber: boolean }> = new Map([
  ['date_second', { format: '%S', isNumber: true }],
  ['date_minute', { format: '%M', isNumber: true }],
  ['date_hour', { format: '%H', isNumber: true }],
  ['date_mday', { format: '%d', isNumber: true }],
  ['date_wday', { format: '%A', isNumber: false }],
  ['date_month', { format: '%B', isNumber: false }],
  ['date_year', { format: '%Y', isNumber: true }],
])

/** Fields of rows; a name that nothing gives is null, as it is to Splunk, and a warning. */
export function scopeOf(rows: SplRows, session: TranslationSession): FieldScope {
  const find = (name: string, at: Span): Expression | undefined => {
    const known = fieldOf(rows, name, at) ?? datePart(rows, name, at)
    if (known !== undefined) return known
    return rows.more?.ask(name) === true ? columnReference({ name, type: 'string' }, at) : undefined
  }
  return {
    has: (name) => rows.relation.columns.some((column) => column.name === name),
    find,
    field: (name, at) => {
      const found = find(name, at)
      if (found !== undefined) return found
      session.warn(`There is no field "${name}" here: it is null.`, at)
      return literal('string', null, at)
    },
    bare: (name, at) => {
      const column = rows.relation.columns.find((each) => each.name === name)
      if (column !== undefined && rows.views.has(name) && rows.views.get(name)?.type === 'string') {
        return columnReference(column, at)
      }
      return find(name, at) ?? literal('string', null, at)
    },
  }
}

/** Some names stand for other values than the rows': lambda variables, or names without their prefix. */
export function scopeWith(
  scope: FieldScope,
  own: (name: string, at: Span) => Expression | undefined,
): FieldScope {
  return {
    has: scope.has,
    field: (name, at) => own(name, at) ?? scope.field(name, at),
    find: (name, at) => own(name, at) ?? scope.find(name, at),
    bare: (name, at) => own(name, at) ?? scope.bare(name, at),
  }
}

function datePart(rows: SplRows, name: string, at: Span): Expression | undefined {
  const part = DATE_FIELDS.get(name)
  const time = fieldOf(rows, '_time', at)
  if (part === undefined || time?.type !== 'datetime') return undefined
  const written = evalFunction('strftime', at).translate(
    [time, literal('string', part.format, at)],
    at,
    'strftime',
  )
  return part.isNumber ? toNumber(written) : evalFunction('lower', at).translate([written], at, 'lower')
}

import { call, columnReference, literal, named } from '../../../plan/build.ts'
import type { NamedExpression } from '../../../plan/expression.ts'
import { toType } from '../../functions/conversions.ts'
import type { AccumCommand, AutoRegressCommand, DeltaCommand } from '../../syntax/commands/sequence.ts'
import { scopeOf } from '../field-scope.ts'
import { overRows } from '../over-rows.ts'
import type { CommandContext } from '../session.ts'
import { type SplRows, settled, withFields, withoutFields } from '../spl-rows.ts'

const UP_TO_HERE = { unit: 'rows', preceding: null, following: 0 } as const

export function translateAccum(
  { field, as, at }: AccumCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const number = toType(scopeOf(rows, session).field(field.text, field.at), 'real')
  return overRows(rows, [], [named(as, call('spl.sum', 'real', [number], at))], UP_TO_HERE, at)
}

export function translateDelta(command: DeltaCommand, rows: SplRows, { session }: CommandContext): SplRows {
  const { field, as, steps, at } = command
  const ready = settled(rows)
  const number = toType(scopeOf(ready, session).field(field.text, field.at), 'real')
  const before = named(
    'value before',
    call('spl.previous', 'real', [number, literal('long', String(steps), at)], at),
  )
  const seen = overRows(ready, [], [before], UP_TO_HERE, at)
  const earlier = columnReference({ name: before.name, type: 'real' }, at)
  const result = withFields(seen, [named(as, call('spl.subtract', 'real', [number, earlier], at))], at)
  return withoutFields(result, (name) => name === before.name, at)
}

export function translateAutoRegress(
  command: AutoRegressCommand,
  rows: SplRows,
  { session }: CommandContext,
): SplRows {
  const { field, at } = command
  const value = scopeOf(rows, session).field(field.text, field.at)
  const values: NamedExpression[] = []
  for (let steps = command.from; steps <= Math.min(command.to, command.from + 100); steps += 1) {
    const name =
      command.as !== undefined && command.from === command.to
        ? command.as
        : `${command.as ?? field.text}_p${steps}`
    values.push(
      named(name, call('spl.previous', value.type, [value, literal('long', String(steps), at)], at)),
    )
  }
  return overRows(rows, [], values, UP_TO_HERE, at)
}

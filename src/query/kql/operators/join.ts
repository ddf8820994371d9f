import { columnReference, join as joinOf } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Join, JoinKind } from '../../plan/relation.ts'
import { suggestByComparison } from '../expressions/evidence.ts'
import { onBothSides } from '../expressions/names.ts'
import { commonType, convert } from '../functions/convert.ts'
import type { InferredColumn } from '../inference.ts'
import { uniqueNames } from '../projection.ts'
import { notBuilt, refusal } from '../refusal.ts'
import { inside, type Scope } from '../scope.ts'
import {
  elementsOf,
  kindOf,
  optionalPart,
  parametersOf,
  part,
  type Syntax,
  spanOf,
  textOf,
  unwrapped,
} from '../syntax.ts'
import type { Table } from '../table.ts'
import type { Translator } from '../translator.ts'
import type { TranslateOperator } from './operator.ts'

const KINDS: ReadonlyMap<string, JoinKind> = new Map<string, JoinKind>([
  ['innerunique', 'innerunique'],
  ['inner', 'inner'],
  ['leftouter', 'leftouter'],
  ['rightouter', 'rightouter'],
  ['fullouter', 'fullouter'],
  ['leftsemi', 'leftsemi'],
  ['rightsemi', 'rightsemi'],
  ['leftanti', 'leftanti'],
  ['rightanti', 'rightanti'],
  ['anti', 'leftanti'],
  ['leftantisemi', 'leftanti'],
  ['rightantisemi', 'rightanti'],
])

/** Kinds that give the columns of one side only. */
const ONE_SIDED: ReadonlyMap<JoinKind, 'left' | 'right'> = new Map<JoinKind, 'left' | 'right'>([
  ['leftsemi', 'left'],
  ['leftanti', 'left'],
  ['rightsemi', 'right'],
  ['rightanti', 'right'],
])

/** `join kind=… (right) on …`; innerunique without a kind. */
export const translateJoin: TranslateOperator = (node, input, scope, translator) => {
  const kind = kindIn(node, 'innerunique')
  const right = translator.table(part(node, 'Expression'), inside(scope))
  const clause = optionalPart(node, 'ConditionClause')
  if (clause !== undefined && kindOf(clause) !== 'JoinOnClause') throw notBuilt(clause, 'join where')
  const on = clause === undefined ? [] : pairsOf(clause, input, right, scope, translator)
  return joined(node, clause === undefined ? 'cross' : kind, input, right, on, [])
}

/** `lookup (right) on …`: as a join, but the right side's keys do not come out a second time. */
export const translateLookup: TranslateOperator = (node, input, scope, translator) => {
  const kind = kindIn(node, 'leftouter')
  const right = translator.table(part(node, 'Expression'), inside(scope))
  const on = pairsOf(part(node, 'LookupClause'), input, right, scope, translator)
  const keys = on.flatMap((pair) => (pair.rightName === undefined ? [] : [pair.rightName]))
  return joined(node, kind, input, right, on, keys)
}

interface Pair {
  readonly left: Expression
  readonly right: Expression
  readonly rightName: string | undefined
}

function kindIn(node: Syntax, otherwise: JoinKind): JoinKind {
  const written = parametersOf(node).get('kind')
  if (written === undefined) return otherwise
  const kind = KINDS.get(textOf(written).toLowerCase())
  if (kind === undefined) throw notBuilt(written, `join kind=${textOf(written)}`)
  return kind
}

function joined(
  node: Syntax,
  kind: JoinKind,
  left: Table,
  right: Table,
  on: readonly Pair[],
  leftOut: readonly string[],
): Table {
  const at = spanOf(node)
  const origins = new Map<string, InferredColumn>()
  const output: Join['output'][number][] = []
  const shown = ONE_SIDED.get(kind)
  const columns = [
    ...left.relation.columns.map(({ name }) => ({ side: 'left' as const, column: name })),
    ...right.relation.columns
      .filter(({ name }) => !leftOut.includes(name))
      .map(({ name }) => ({ side: 'right' as const, column: name })),
  ].filter(({ side }) => shown === undefined || shown === side)
  const names = uniqueNames(columns.map(({ column }) => column))
  columns.forEach(({ side, column }, index) => {
    const name = names[index] ?? column
    output.push({ side, column, name })
    const origin = (side === 'left' ? left : right).origins.get(column)
    if (origin !== undefined) origins.set(name, origin)
  })
  const open = [...(shown === 'right' ? [] : left.open), ...(shown === 'left' ? [] : right.open)]
  const relation = joinOf({
    join: kind,
    left: left.relation,
    right: right.relation,
    on: on.map((pair) => ({ left: pair.left, right: pair.right })),
    output,
    missingStrings: 'empty',
    at,
  })
  return { relation, open, origins }
}

function pairsOf(
  clause: Syntax,
  left: Table,
  right: Table,
  scope: Scope,
  translator: Translator,
): readonly Pair[] {
  const joinScope: Scope = { names: scope.names, row: { kind: 'join', left, right } }
  return elementsOf(part(clause, 'Expressions')).flatMap((condition) =>
    pairsIn(unwrapped(condition), joinScope, translator),
  )
}

function pairsIn(condition: Syntax, scope: Scope, translator: Translator): readonly Pair[] {
  if (kindOf(condition) === 'NameReference') {
    const [one, other] = onBothSides(condition, scope, translator)
    return [aligned(one, other, translator)]
  }
  if (kindOf(condition) !== 'BinaryExpression') {
    throw refusal('wrong-argument', 'A join takes columns and $left.a == $right.b', condition)
  }
  const operator = textOf(part(condition, 'Operator'))
  if (operator === 'and') {
    return [part(condition, 'Left'), part(condition, 'Right')].flatMap((side) =>
      pairsIn(unwrapped(side), scope, translator),
    )
  }
  if (operator !== '==') throw refusal('wrong-argument', 'A join compares with == only', condition, operator)
  const one = translator.expression(part(condition, 'Left'), scope)
  const other = translator.expression(part(condition, 'Right'), scope)
  const isSwapped = sideOf(one) === 'right' || sideOf(other) === 'left'
  return [isSwapped ? aligned(other, one, translator) : aligned(one, other, translator)]
}

function sideOf(value: Expression): 'left' | 'right' | undefined {
  if (value.kind === 'column') return value.side
  if (value.kind !== 'call') return undefined
  return value.arguments.map(sideOf).find((side) => side !== undefined)
}

/** Both sides in one type, each as a value over its own rows. */
function aligned(left: Expression, right: Expression, translator: Translator): Pair {
  suggestByComparison(left, right, translator)
  suggestByComparison(right, left, translator)
  const types = new Set([left.type, right.type])
  const type =
    types.size === 1
      ? left.type
      : types.has('dynamic') || types.has('string')
        ? 'string'
        : commonType([left, right])
  const ofRight = ownSide(right)
  return {
    left: convert(ownSide(left), type),
    right: convert(ofRight, type),
    rightName: right.kind === 'column' ? right.name : undefined,
  }
}

function ownSide(value: Expression): Expression {
  return value.kind === 'column' ? columnReference({ name: value.name, type: value.type }, value.at) : value
}

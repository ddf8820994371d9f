import type { Expression, NamedExpression } from '../../plan/expression.ts'
import { type Held, stateIn } from '../../plan/match-state.ts'
import type { Match, MatchStep } from '../../plan/relation.ts'
import type { ScalarType } from '../../plan/type.ts'
import { columnOf, HIDDEN, type PrintContext, type PrintedRelation, type Scope } from '../context.ts'
import { PHYSICAL } from '../physical.ts'
import { ALIAS, named, opened, orderBy, passedOn } from '../select.ts'

/** Columns and lambda parameters on the way. */
const [PLACE, ROWS, OUTS, ROW, OUT, STEP, PART, FOLD, PIECE, DONE, NEXT] = [
  'place',
  'rows',
  'outs',
  'row',
  'out',
  'step',
  'part',
  'fold',
  'piece',
  'done',
  'next',
].map((name) => `${HIDDEN}${name}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]

/**
 * Rows become one array a partition, and a fold walks it: its state is the sequence that each step holds, and every row leaves an
 * entry with what each step made of it. What does not read the state is computed before, for all rows at once. The fold walks
 * pieces of the array, since an array that grows in its state is copied at every row.
 */
export function printMatch(match: Match, context: PrintContext): PrintedRelation {
  const input = opened(context.relation(match.input), match.input.columns)
  const scope: Scope = { alias: ALIAS, order: input.order, over: '' }
  const parts = match.partition.map((_value, at) => `${PART}${at}`)
  const fold = new Fold(match, scope, context)
  const body = fold.body()
  const partition = match.partition.map((value) => context.expression(value, scope))
  const over = [partition.length === 0 ? '' : `PARTITION BY ${partition.join(', ')}`, orderBy(input.order)]
  const facts = [
    named(`row_number() OVER (${over.filter((part) => part !== '').join(' ')})`, PLACE),
    ...partition.map((sql, at) => named(sql, parts[at] ?? '')),
    ...fold.rowValues.map((sql, at) => named(sql, `${ROW}${at}`)),
  ]
  const where = input.where.length === 0 ? '' : ` WHERE ${input.where.join(' AND ')}`
  const columns = match.input.columns.map(({ name }) => name)
  const facted = `(SELECT ${[passedOn(match.input.columns, []), ...facts].join(', ')} FROM ${input.from}${where}) AS ${ALIAS}`
  const cells = [PLACE, ...fold.rowValues.map((_, at) => `${ROW}${at}`), ...columns]
  const keys = parts.map((part) => named(columnOf(ALIAS, part), part))
  const row = `tuple(${cells.map((cell) => columnOf(ALIAS, cell)).join(', ')})`
  const group = parts.length === 0 ? '' : ` GROUP BY ${parts.map((part) => columnOf(ALIAS, part)).join(', ')}`
  const gathered = `(SELECT ${[...keys, named(`arraySort(_item -> _item.1, groupArray(${row}))`, ROWS)].join(', ')} FROM ${facted}${group}) AS ${ALIAS}`
  const rows = columnOf(ALIAS, ROWS)
  const folded = `(SELECT ${[...keys, named(rows, ROWS), named(walked(rows, body, fold), OUTS)].join(', ')} FROM ${gathered}) AS ${ALIAS}`
  const aligned = `(SELECT ${[...keys, named(ROW, ROW), named(OUT, OUT)].join(', ')} FROM ${folded} ARRAY JOIN ${named(rows, ROW)}, ${named(columnOf(ALIAS, OUTS), OUT)}) AS ${ALIAS}`
  const entries = match.steps.map((_, at) => `(${at}, ${columnOf(ALIAS, OUT)}.${at + 1})`).reverse()
  const matched = `(SELECT ${[...keys, named(columnOf(ALIAS, ROW), ROW), named(STEP, STEP)].join(', ')} FROM ${aligned} ARRAY JOIN ${named(`[${entries.join(', ')}]`, STEP)} WHERE ${STEP}.2.1 > 0) AS ${ALIAS}`
  const step = columnOf(ALIAS, STEP)
  const place = columnOf(ALIAS, ROW)
  const order = [context.hiddenColumn(), context.hiddenColumn()] as const
  const select = [
    ...columns.map((name, at) => named(`${place}.${at + 2 + fold.rowValues.length}`, name)),
    ...match.declared.map(({ name }, at) => named(`${step}.2.${at + 3}`, name)),
    ...(match.matchNumber === undefined ? [] : [named(`${step}.2.2`, match.matchNumber)]),
    named(`${place}.1`, order[0]),
    named(`-${step}.1`, order[1]),
  ].join(', ')
  return {
    from: `(SELECT ${select} FROM ${onlyLast(match, matched, parts)}) AS ${ALIAS}`,
    where: [],
    order: order.map((column) => ({ column, descending: false, nulls: 'last' as const })),
  }
}

/** Rows of a piece: what grows in the state is copied that often. */
const PIECE_ROWS = 1000

function walked(rows: string, body: string, fold: Fold): string {
  const none = `CAST([], '${escaped(`Array(${fold.entryType})`)}')`
  const pieces = `arraySplit((_item, _at) -> (_at - 1) % ${PIECE_ROWS} = 0, ${rows}, arrayEnumerate(${rows}))`
  const inner = `arrayFold((${FOLD}, ${ROW}) -> ${body}, ${PIECE}, tuple(${DONE}.1, ${none}))`
  const step = `arrayMap(${NEXT} -> tuple(${NEXT}.1, arrayConcat(${DONE}.2, ${NEXT}.2)), [${inner}])[1]`
  return `arrayFold((${DONE}, ${PIECE}) -> ${step}, ${pieces}, tuple(${fold.start}, ${none})).2`
}

/** Of a step whose output is `last`, a row that the next one of the step repeats is left out. */
function onlyLast(match: Match, matched: string, parts: readonly string[]): string {
  const steps = match.steps.flatMap(({ output }, at) => (output === 'last' ? [at] : []))
  if (steps.length === 0) return matched
  const step = columnOf(ALIAS, STEP)
  const keys = [...parts.map((part) => columnOf(ALIAS, part)), `${step}.1`].join(', ')
  const following = `leadInFrame(${step}.2.1) OVER (PARTITION BY ${keys} ORDER BY ${columnOf(ALIAS, ROW)}.1 ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`
  const marked = `(SELECT ${ROW}, ${STEP}, ${named(following, NEXT)} FROM ${matched}) AS ${ALIAS}`
  return `(SELECT ${ROW}, ${STEP} FROM ${marked} WHERE ${NEXT} != ${REPEATS} OR ${step}.1 NOT IN (${steps.join(', ')})) AS ${ALIAS}`
}

/** How a row matched a step: not, as the beginning of a series, or as a repetition. */
const [BEGINS, REPEATS] = [1, 2]

interface View {
  readonly variables: ReadonlyMap<string, string>
}

/** The SQL of one step of the fold: from the state and a row to the next state and the row's entry. */
class Fold {
  /** What is computed before the fold, a column each; the fold's row is a tuple of the place and these. */
  readonly rowValues: string[] = []
  readonly #match: Match
  readonly #scope: Scope
  readonly #context: PrintContext
  readonly #held: readonly (Held & { readonly name: string; readonly type: ScalarType })[]
  readonly #defaults: ReadonlyMap<string, string>

  constructor(match: Match, scope: Scope, context: PrintContext) {
    this.#match = match
    this.#scope = scope
    this.#context = context
    const read = match.steps.flatMap(({ condition, values }) =>
      [condition, ...values.map(({ value }) => value)].flatMap(stateIn),
    )
    this.#held = [...new Map(read.map((each) => [each.name, each])).values()]
    this.#defaults = new Map(
      match.declared.map(({ name, value }) => [
        name,
        typed(context.expression(value, { alias: ALIAS, order: [], over: '' }), value.type),
      ]),
    )
  }

  /** The state before the first row. */
  get start(): string {
    const empty = this.#match.steps.map((_, step) => this.#empty(step))
    return `tuple(toInt64(0), ${empty.join(', ')})`
  }

  get entryType(): string {
    const values = this.#match.declared.map(({ value }) => PHYSICAL[value.type])
    const step = `Tuple(${['UInt8', 'Int64', ...values].join(', ')})`
    return `Tuple(${this.#match.steps.map(() => step).join(', ')})`
  }

  body(): string {
    const { steps } = this.#match
    const moves = steps.map((step, at) => this.#moves(step, at))
    const firstMatches = moves[0]?.stays ?? '0'
    const begins = this.#begins(moves)
    const states = steps.map((step, at) => this.#state(step, at, moves, begins))
    const entries = steps.map((step, at) => this.#entry(step, at, moves, begins))
    const next = `${this.#of('1')} + toInt64(${firstMatches} AND ${begins})`
    return `tuple(tuple(${[next, ...states].join(', ')}), arrayPushBack(${FOLD}.2, tuple(${entries.join(', ')})))`
  }

  /** Does the row take over the sequence of the step before, and does it match the step's own. */
  #moves(step: MatchStep, at: number): { readonly enters: string | undefined; readonly stays: string } {
    const enters = this.#enters(at)
    const leaves = this.#enters(at + 1)
    const own = this.#print(step.condition, this.#own(at))
    const stays = at === 0 ? [holds(own)] : [`${this.#state_(at)}.1`, holds(own)]
    if (at > 0 && leaves !== undefined) stays.unshift(`NOT ${leaves}`)
    if (enters !== undefined) stays.unshift(`NOT ${enters}`)
    return { enters, stays: `(${stays.join(' AND ')})` }
  }

  #enters(at: number): string | undefined {
    const step = this.#match.steps[at]
    if (at === 0 || step === undefined) return undefined
    return `(${this.#state_(at - 1)}.1 AND ${holds(this.#print(step.condition, this.#previous(at)))})`
  }

  /** A match of the first step begins a sequence where it holds none, or none any more. */
  #begins(moves: readonly { readonly enters: string | undefined }[]): string {
    const leaves = moves[1]?.enters
    const holdsNone = `NOT ${this.#state_(0)}.1`
    return leaves === undefined ? `(${holdsNone})` : `(${holdsNone} OR ${leaves})`
  }

  #state(
    step: MatchStep,
    at: number,
    moves: readonly { readonly enters: string | undefined; readonly stays: string }[],
    begins: string,
  ): string {
    const { enters, stays } = moves[at] ?? { enters: undefined, stays: '0' }
    const leaves = moves[at + 1]?.enters
    const own = this.#state_(at)
    const number = at === 0 ? `if(${begins}, ${this.#of('1')}, ${own}.2)` : `${own}.2`
    const repeated = this.#sequence(step, at, number, this.#own(at))
    const kept = leaves === undefined ? own : `if(${leaves}, ${this.#empty(at)}, ${own})`
    const unless = `if(${stays}, ${repeated}, ${kept})`
    if (enters === undefined) return unless
    return `if(${enters}, ${this.#sequence(step, at, `${this.#state_(at - 1)}.2`, this.#previous(at))}, ${unless})`
  }

  #sequence(step: MatchStep, at: number, number: string, view: View): string {
    const values = this.#heldBy(at).map((held) =>
      held.step < at ? (view.variables.get(held.name) ?? '') : this.#extended(step, held.column, view),
    )
    return `tuple(${['toUInt8(1)', number, ...values].join(', ')})`
  }

  #entry(
    step: MatchStep,
    at: number,
    moves: readonly { readonly enters: string | undefined; readonly stays: string }[],
    begins: string,
  ): string {
    const { declared } = this.#match
    const none = `tuple(${['toUInt8(0)', 'toInt64(0)', ...declared.map(({ name }) => this.#default(name))].join(', ')})`
    if (step.output === 'none') return none
    const { enters, stays } = moves[at] ?? { enters: undefined, stays: '0' }
    const values = (view: View) => declared.map(({ name }) => this.#extended(step, name, view))
    const own = `${this.#state_(at)}.2`
    const how = at === 0 ? `toUInt8(if(${begins}, ${BEGINS}, ${REPEATS}))` : `toUInt8(${REPEATS})`
    const number = at === 0 ? `if(${begins}, ${this.#of('1')}, ${own})` : own
    const unless = `if(${stays}, tuple(${[how, number, ...values(this.#own(at))].join(', ')}), ${none})`
    if (enters === undefined) return unless
    const entered = [`toUInt8(${BEGINS})`, `${this.#state_(at - 1)}.2`, ...values(this.#previous(at))]
    return `if(${enters}, tuple(${entered.join(', ')}), ${unless})`
  }

  /** A column of the row as the step extends it. */
  #extended(step: MatchStep, name: string, view: View): string {
    const assigned = step.values.findLast((each: NamedExpression) => each.name === name)
    if (assigned !== undefined) return typed(this.#print(assigned.value, view), assigned.value.type)
    if (this.#defaults.has(name)) return this.#default(name)
    const column = this.#match.input.columns.find((each) => each.name === name)
    if (column === undefined) return this.#default(name)
    return this.#row(typed(columnOf(ALIAS, name), column.type))
  }

  /** What the step's own sequence holds; the first step's holds nothing any more where the second takes it over. */
  #own(at: number): View {
    const leaves = at === 0 ? this.#enters(1) : undefined
    return this.#view(at, at, (held, sql) =>
      leaves === undefined ? sql : `if(${leaves}, ${this.#missing(held)}, ${sql})`,
    )
  }

  #previous(at: number): View {
    return this.#view(at, at - 1, (_held, sql) => sql)
  }

  #view(at: number, of: number, write: (held: Held & { type: ScalarType }, sql: string) => string): View {
    const known = this.#heldBy(of)
    const variables = new Map(
      this.#heldBy(at).map((held) => {
        const place = known.indexOf(held)
        return [
          held.name,
          place < 0 ? this.#missing(held) : write(held, `${this.#state_(of)}.${place + 3}`),
        ] as const
      }),
    )
    return { variables }
  }

  #heldBy(step: number) {
    return this.#held.filter((held) => held.step <= step)
  }

  #empty(step: number): string {
    const values = this.#heldBy(step).map((held) => this.#missing(held))
    return `tuple(${['toUInt8(0)', 'toInt64(0)', ...values].join(', ')})`
  }

  #missing(held: { readonly column: string; readonly type: ScalarType }): string {
    return this.#defaults.get(held.column) ?? missing(held.type)
  }

  #default(name: string): string {
    return this.#defaults.get(name) ?? 'NULL'
  }

  #state_(step: number): string {
    return this.#of(String(step + 2))
  }

  #of(element: string): string {
    return `${FOLD}.1.${element}`
  }

  #print(expression: Expression, view: View): string {
    const variables = new Map(view.variables)
    const apart = this.#apart(expression, variables, false)
    return this.#context.expression(apart, { ...this.#scope, alias: ROW, variables })
  }

  /** The expression with all that does not read the state as variables that stand for columns computed before. */
  #apart(expression: Expression, variables: Map<string, string>, isInLambda: boolean): Expression {
    const isFree = stateIn(expression).length === 0
    if (expression.kind === 'literal' || expression.kind === 'variable') return expression
    if (expression.kind === 'column' || (isFree && !isInLambda && expression.kind !== 'lambda')) {
      const name = this.#row(this.#context.expression(expression, this.#scope))
      variables.set(name, name)
      return { kind: 'variable', name, type: expression.type, at: expression.at }
    }
    if (expression.kind === 'call') {
      const args = expression.arguments.map((each) => this.#apart(each, variables, isInLambda))
      return { ...expression, arguments: args }
    }
    if (expression.kind === 'lambda')
      return { ...expression, body: this.#apart(expression.body, variables, true) }
    if (expression.kind === 'in')
      return { ...expression, operand: this.#apart(expression.operand, variables, isInLambda) }
    return expression
  }

  /** A value of the row, computed before the fold. */
  #row(sql: string): string {
    const known = this.rowValues.indexOf(sql)
    const place = known < 0 ? this.rowValues.push(sql) - 1 : known
    return `${ROW}.${place + 2}`
  }
}

function holds(condition: string): string {
  return `ifNull(${condition}, false)`
}

/** In the one type that a state of the fold has to keep. */
function typed(sql: string, type: ScalarType): string {
  return `CAST(${type === 'string' ? `ifNull(${sql}, '')` : sql}, '${escaped(PHYSICAL[type])}')`
}

function missing(type: ScalarType): string {
  if (type === 'string') return "''"
  return `CAST(NULL, '${escaped(PHYSICAL[type])}')`
}

function escaped(type: string): string {
  return type.replaceAll("'", "\\'")
}

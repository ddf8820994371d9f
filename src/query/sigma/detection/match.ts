import { allOf, anyOf, call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { EventTable, Operand } from '../event-table.ts'
import { describe } from '../log-source.ts'
import type { DetectionRule } from '../rule.ts'
import type { DetectionItem } from './item.ts'
import { matchText } from './match-text.ts'
import { matchTyped } from './match-typed.ts'
import { refusalOfRegex } from './regular-expression.ts'
import {
  ANY,
  type FieldValue,
  isAny,
  type RegexValue,
  type SigmaValue,
  type TextValue,
  textValue,
} from './value.ts'

/** The condition of one item of a rule over the events of a table: true or false, never null. */
export function matchItem(item: DetectionItem, table: EventTable, rule: DetectionRule): Expression {
  const matcher = new ItemMatcher(item, table, rule)
  const condition = item.every
    ? allOf(
        item.values.map((alternatives) => matcher.anyOf(alternatives)),
        item.at,
      )
    : matcher.anyOf(item.values.flat())
  return item.negated ? call('not', 'bool', [condition], item.at) : condition
}

class ItemMatcher {
  readonly #item: DetectionItem
  readonly #table: EventTable
  readonly #rule: DetectionRule
  readonly #operand: Operand
  readonly #at: Span

  constructor(item: DetectionItem, table: EventTable, rule: DetectionRule) {
    this.#item = item
    this.#table = table
    this.#rule = rule
    this.#at = item.at
    this.#operand = item.field === null ? table.event(item.at) : this.#fieldNamed(item.field)
  }

  anyOf(values: readonly SigmaValue[]): Expression {
    const texts: TextValue[] = []
    const others: Expression[] = []
    for (const value of values) {
      const isText = value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean'
      if (!isText) {
        others.push(this.#one(value))
        continue
      }
      const typed = matchTyped(this.#operand, value, this.#at)
      if (typed !== undefined) others.push(typed)
      else texts.push(this.#searched(asText(value)))
    }
    return anyOf([...matchText(this.#operand, texts, this.#at), ...others], this.#at)
  }

  /** Keywords stand anywhere in a value of the event. */
  #searched(value: TextValue): TextValue {
    if (this.#item.field !== null) return value
    const { parts } = value
    return textValue([...(isAny(parts[0]) ? [] : [ANY]), ...parts, ANY], value.cased)
  }

  #one(value: Exclude<SigmaValue, { kind: 'text' | 'number' | 'boolean' }>): Expression {
    const { value: operand } = this.#operand
    switch (value.kind) {
      case 'null':
        return this.#absent()
      case 'exists':
        return value.present ? call('not', 'bool', [this.#absent()], this.#at) : this.#absent()
      case 'regex':
        return this.#call('sigma.matches_cased', literal('string', this.#regex(value), this.#at))
      case 'network':
        return this.#call(
          'sigma.in_network',
          literal('string', value.low, this.#at),
          literal('string', value.high, this.#at),
        )
      case 'time-part': {
        const part = call(`sigma.${value.part}`, 'long', [operand], this.#at)
        this.#needsTime(value.part)
        return call(
          'sigma.equals_number',
          'bool',
          [part, literal('long', String(value.number), this.#at)],
          this.#at,
        )
      }
      case 'compare': {
        if (value.part === undefined) return this.#compare(value.operator, value.bound)
        this.#needsTime(value.part)
        const part = call(`sigma.${value.part}`, 'long', [operand], this.#at)
        return call(
          `sigma.${value.operator}`,
          'bool',
          [part, literal('real', Number(value.bound), this.#at)],
          this.#at,
        )
      }
      case 'field':
        return this.#compareField(value)
    }
  }

  #compare(operator: string, bound: string): Expression {
    const { type } = this.#operand
    const number = Number(bound)
    if (Number.isNaN(number) || type === 'datetime') {
      const milliseconds = Number.isNaN(number) ? Date.parse(withZone(bound)) : Number.NaN
      if (Number.isNaN(milliseconds) || (type !== 'datetime' && type !== 'string')) {
        throw this.#refuse('wrong-argument', `${this.#name} cannot be compared with ${bound}.`)
      }
      const ticks = literal('datetime', String(BigInt(milliseconds) * 10_000n), this.#at)
      const time =
        type === 'datetime'
          ? this.#operand.value
          : call('sigma.time', 'datetime', [this.#operand.value], this.#at)
      return call(`sigma.time_${operator}`, 'bool', [time, ticks], this.#at)
    }
    return this.#call(`sigma.${operator}`, literal('real', number, this.#at))
  }

  #compareField(value: FieldValue): Expression {
    const other = this.#fieldNamed(value.field)
    return call(
      `sigma.field_${value.how}${value.cased ? '_cased' : ''}`,
      'bool',
      [this.#operand.value, other.value],
      this.#at,
    )
  }

  #absent(): Expression {
    return this.#call(this.#operand.emptyIsNull ? 'sigma.absent_or_empty' : 'sigma.absent')
  }

  #call(name: string, ...args: Expression[]): Expression {
    return call(name, 'bool', [this.#operand.value, ...args], this.#at)
  }

  #regex({ parts, flags }: RegexValue): string {
    const source = parts.map((part) => (typeof part === 'string' ? part : '')).join('')
    const refusal = refusalOfRegex(source)
    if (refusal !== undefined) {
      throw this.#refuse(
        'unsupported',
        `The regular expression of ${this.#name} is not one the engine (RE2) takes: ${refusal}.`,
      )
    }
    // The engine's dot takes line ends unless told otherwise; Sigma's does with s only.
    const off = flags.includes('s') ? '' : '-s'
    return `(?${flags}${off})${source}`
  }

  #fieldNamed(name: string): Operand {
    const operand = this.#table.field(name, this.#at)
    if (operand !== undefined) return operand
    throw this.#refuse(
      'unknown-column',
      `The table ${this.#table.name}, which is the log source ${describe(this.#rule.logSource)}, has no field ${name}; map it with a pipeline.`,
      name,
    )
  }

  #needsTime(part: string): void {
    const { type } = this.#operand
    if (type === 'datetime' || type === 'string' || type === 'dynamic') return
    throw this.#refuse('wrong-argument', `${this.#name} is not a time, so it has no ${part}.`)
  }

  get #name(): string {
    return this.#item.field === null ? 'An event' : `The field ${this.#item.field}`
  }

  #refuse(
    code: 'wrong-argument' | 'unsupported' | 'unknown-column',
    message: string,
    construct?: string,
  ): QueryError {
    const { path } = this.#item
    return this.#rule.document.error(code, message, this.#at, path, construct ?? String(path.at(-1) ?? ''))
  }
}

/** Numbers and truth values compare as they are written. */
function asText(value: SigmaValue): TextValue {
  if (value.kind === 'text') return value
  if (value.kind === 'number') return textValue([value.text])
  return textValue([value.kind === 'boolean' ? String(value.value) : ''])
}

/** A time without a zone is in UTC. */
function withZone(time: string): string {
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(time) || !time.includes(':') ? time : `${time.replace(' ', 'T')}Z`
}

import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import type { Span } from '../../plan/span.ts'
import type { Operand } from '../event-table.ts'
import { isNumeric } from './modifiers.ts'
import { literalText, type SigmaValue } from './value.ts'

/**
 * Equality with a column that is not text, compared as what the column is: `4625`, `"4625"` and `4625.0` are one number.
 * undefined: compare as text, as every pattern is.
 */
export function matchTyped(operand: Operand, value: SigmaValue, at: Span): Expression | undefined {
  const written = writtenAs(value)
  if (written === undefined) return undefined
  const equals = (name: string, constant: Expression) => call(name, 'bool', [operand.value, constant], at)
  switch (operand.type) {
    case 'int':
    case 'long':
    case 'timespan':
    case 'real':
    case 'decimal': {
      if (!isNumeric(written)) return undefined
      const isWhole = /^[+-]?\d{1,18}$/.test(written)
      return equals(
        'sigma.equals_number',
        isWhole && operand.type !== 'real'
          ? literal('long', String(BigInt(written)), at)
          : literal('real', Number(written), at),
      )
    }
    case 'bool': {
      const truth = TRUTHS.get(written.toLowerCase())
      return truth === undefined ? undefined : equals('sigma.equals_number', literal('bool', truth, at))
    }
    case 'datetime': {
      const ticks = ticksOf(written)
      return ticks === undefined ? undefined : equals('sigma.equals_time', literal('datetime', ticks, at))
    }
    default:
      return undefined
  }
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function writtenAs(value: SigmaValue): string | undefined {
  if (value.kind === 'number') return value.text
  if (value.kind === 'boolean') return String(value.value)
  return value.kind === 'text' ? literalText(value)?.trim() : undefined
}

const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:\d{2})?$/i

/** Ticks since 1970 of an ISO 8601 time; without a zone it is in UTC. */
export function ticksOf(written: string): string | undefined {
  const [, day, time, fraction = '', zone = 'Z'] = TIME.exec(written) ?? []
  if (day === undefined) return undefined
  const milliseconds = Date.parse(`${day}T${time}${zone}`)
  if (Number.isNaN(milliseconds)) return undefined
  return String(BigInt(milliseconds) * 10_000n + BigInt(fraction.padEnd(7, '0').slice(0, 7)))
}

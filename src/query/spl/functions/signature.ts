import { call } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import type { ScalarType } from '../../plan/type.ts'
import { toBool, toInteger, toMultivalue, toNumber, toText, toTime, toType } from './conversions.ts'
import { eachValue, overValues } from './over-values.ts'
import type { EvalFunction } from './spl-function.ts'

/** What an argument becomes before the plan function sees it. */
type ArgumentType = 'number' | 'real' | 'integer' | 'text' | 'multivalue' | 'bool' | 'time' | 'any'

const CONVERSIONS: Readonly<Record<ArgumentType, (argument: Expression) => Expression>> = {
  number: toNumber,
  real: (argument) => toType(argument, 'real'),
  integer: toInteger,
  text: toText,
  multivalue: toMultivalue,
  bool: toBool,
  time: toTime,
  any: (argument) => argument,
}

/** A function of eval as data. */
export interface Signature {
  readonly plan: string
  readonly takes: readonly ArgumentType[]
  /** So many of the last may be left out. */
  readonly optional?: number
  /** The last one may come again and again. */
  readonly repeats?: true
  /** `same`: the type of the first argument once converted. */
  readonly gives: ScalarType | 'same'
  /** Of a multivalue first argument: applied to each value, or true where it is true of any. */
  readonly over?: 'each' | 'any'
}

/** The function that a signature describes. */
export function fromSignature(signature: Signature): EvalFunction {
  return {
    translate(args, at, name) {
      checkCount(args, signature.takes.length - (signature.optional ?? 0), most(signature), at, name)
      const [first, ...others] = args
      if (signature.over === undefined || first?.type !== 'multivalue') return one(signature, args, at)
      const apply = signature.over === 'each' ? eachValue : overValues
      return apply(first, at, (value) => one(signature, [value, ...others], at))
    },
  }
}

/** A function that its signature cannot describe, after its arguments were counted. */
export function special(least: number, most: number, translate: EvalFunction['translate']): EvalFunction {
  return {
    translate(args, at, name, nowTicks) {
      checkCount(args, least, most, at, name)
      return translate(args, at, name, nowTicks)
    },
  }
}

/** A function of the Search Reference that is refused, and why. */
export function unsupported(why: string): EvalFunction {
  return {
    translate(_args, at, name) {
      throw new QueryError('unsupported', `${name}() is not supported: ${why}.`, at, name)
    },
  }
}

/** @throws QueryError `wrong-argument` */
export function checkCount(
  args: readonly unknown[],
  least: number,
  most: number,
  at: Span,
  name: string,
): void {
  if (args.length >= least && args.length <= most) return
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`
  const plural = wanted === '1' ? 'argument' : 'arguments'
  throw new QueryError('wrong-argument', `${name}() takes ${wanted} ${plural}, not ${args.length}.`, at, name)
}

/**
 * An argument that has to be written as a text in quotes, because what it says is needed before there are rows.
 *
 * @throws QueryError `unsupported`
 */
export function literalText(argument: Expression | undefined, name: string, what: string): string {
  if (argument?.kind === 'literal' && typeof argument.value === 'string') return argument.value
  const at = argument?.at ?? { start: 0, end: 0 }
  throw new QueryError('unsupported', `${what} of ${name}() has to be written as a text in quotes.`, at, name)
}

function one(signature: Signature, args: readonly Expression[], at: Span): Expression {
  const converted = args.map((argument, index) => {
    const type = signature.takes[Math.min(index, signature.takes.length - 1)] ?? 'any'
    return CONVERSIONS[type](argument)
  })
  const type = signature.gives === 'same' ? (converted[0]?.type ?? 'real') : signature.gives
  return call(signature.plan, type, converted, at)
}

function most(signature: Signature): number {
  return signature.repeats === true ? Number.POSITIVE_INFINITY : signature.takes.length
}

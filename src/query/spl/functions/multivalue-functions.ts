import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { QueryError } from '../../plan/query-error.ts'
import type { Span } from '../../plan/span.ts'
import { regexOf } from './conditional-functions.ts'
import { toBool, toInteger, toMultivalue, toNumber, toText } from './conversions.ts'
import { fromSignature, special } from './signature.ts'
import type { EvalFunction, EvalFunctions } from './spl-function.ts'

/** Seconds of a step of mvrange that is written as a time. */
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Multivalue functions. Positions count from 0, negative ones from the end. */
export const MULTIVALUE_FUNCTIONS: EvalFunctions = {
  mvappend: fromSignature({
    plan: 'spl.mvappend',
    takes: ['multivalue'],
    repeats: true,
    gives: 'multivalue',
  }),
  mvcount: fromSignature({ plan: 'spl.mvcount', takes: ['multivalue'], gives: 'long' }),
  mvdedup: fromSignature({ plan: 'spl.mvdedup', takes: ['multivalue'], gives: 'multivalue' }),
  mvsort: fromSignature({ plan: 'spl.mvsort', takes: ['multivalue'], gives: 'multivalue' }),
  mvreverse: fromSignature({ plan: 'spl.mvreverse', takes: ['multivalue'], gives: 'multivalue' }),
  mvjoin: fromSignature({ plan: 'spl.mvjoin', takes: ['multivalue', 'text'], gives: 'string' }),
  mvzip: fromSignature({
    plan: 'spl.mvzip',
    takes: ['multivalue', 'multivalue', 'text'],
    optional: 1,
    gives: 'multivalue',
  }),
  split: fromSignature({ plan: 'spl.split', takes: ['text', 'text'], gives: 'multivalue' }),
  mvindex: special(2, 3, ([values, start, end], at) => {
    const [all, first] = [toMultivalue(values as Expression), toInteger(start as Expression)]
    if (end === undefined) return call('spl.mvindex', 'string', [all, first], at)
    return call('spl.mvslice', 'multivalue', [all, first, toInteger(end)], at)
  }),
  mvfind: special(2, 2, ([values, pattern], at, name) =>
    call('spl.mvfind', 'long', [toMultivalue(values as Expression), regexOf(pattern, name)], at),
  ),
  mvfilter: ofEachValue('spl.mvfilter'),
  mvmap: ofEachValue('spl.each_value'),
  mvrange: special(2, 3, ([start, end, step], at, name) => {
    const by = step === undefined ? literal('long', '1', at) : stepOf(step, name)
    const bounds = [toNumber(start as Expression), toNumber(end as Expression)]
    return call('spl.mvrange', 'multivalue', [...bounds, by], at)
  }),
}

function ofEachValue(plan: string): EvalFunction {
  return {
    lambda: true,
    translate([values, body], at, name) {
      if (values === undefined || body?.kind !== 'lambda') {
        const message = `${name}() takes an expression over one multivalue field.`
        throw new QueryError('wrong-argument', message, at, name)
      }
      return call(plan, 'multivalue', [toMultivalue(values), textBody(body, plan, at)], at)
    },
  }
}

/** Values of a multivalue are texts; the condition of mvfilter stays one. */
function textBody(lambda: Expression & { readonly kind: 'lambda' }, plan: string, at: Span): Expression {
  if (plan === 'spl.mvfilter') {
    return Object.freeze({ ...lambda, body: toBool(lambda.body), type: 'bool' as const })
  }
  if (lambda.body.type === 'multivalue') {
    throw new QueryError('unsupported', 'The expression of mvmap() gives one value for each.', at, 'mvmap')
  }
  return Object.freeze({ ...lambda, body: toText(lambda.body), type: 'string' as const })
}

function stepOf(step: Expression, name: string): Expression {
  const written =
    step.kind === 'literal' && step.type === 'string' ? /^(\d+)([smhdw])$/.exec(String(step.value)) : null
  if (written !== null) {
    return literal('long', String(Number(written[1]) * (SECONDS[written[2] ?? 's'] ?? 1)), step.at)
  }
  const number = toNumber(step)
  if (number.kind === 'literal' && (number.value === null || Number(number.value) === 0)) {
    throw new QueryError('wrong-argument', 'The step of mvrange() is a number other than 0.', step.at, name)
  }
  return number
}

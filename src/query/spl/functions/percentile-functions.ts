import { call, literal } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { toNumber } from './conversions.ts'
import { checkCount } from './signature.ts'
import type { StatsFunction } from './spl-function.ts'

const PERCENTILE = /^(?:p|perc|exactperc|upperperc)(\d{1,2}(?:\.\d+)?|100)$/i

/** `perc95`, `p99.9`, `exactperc50`, `upperperc90`: all are exact here, by nearest rank. */
export function findPercentile(name: string): StatsFunction | undefined {
  const percent = PERCENTILE.exec(name)?.[1]
  if (percent === undefined) return undefined
  return {
    translate(args, at) {
      checkCount(args, 1, 1, at, name)
      const level = literal('real', Number(percent) / 100, at)
      const value = args[0] as Expression
      if (value.type === 'multivalue') return call('spl.percentile_values', 'real', [value, level], at)
      return call('spl.percentile', 'real', [toNumber(value), level], at)
    },
  }
}

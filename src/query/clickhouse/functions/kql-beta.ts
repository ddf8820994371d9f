import type { CallToPrint, FunctionTable } from './function-table.ts'
import { at as argument, once } from './kql-argument.ts'

/** The beta distribution. NaN for a value or a shape outside of its range. */
export const KQL_BETA: FunctionTable = {
  beta_cdf: (args, to) => cdf(at(args, 0), at(args, 1), at(args, 2), to),
  beta_pdf: (args, to) =>
    once(at(args, 0), to, (x) => {
      const [alpha, beta] = [at(args, 1), at(args, 2)]
      const density = `exp((${alpha} - 1) * log(${x}) + (${beta} - 1) * log(1 - ${x}) - (${logBeta(alpha, beta)}))`
      return `if(${x} < 0 OR ${x} > 1 OR ${alpha} <= 0 OR ${beta} <= 0, nan, ${density})`
    }),
  beta_inv: (args, to) => {
    const [probability, alpha, beta] = [at(args, 0), at(args, 1), at(args, 2)]
    const middle = '((_b.1 + _b.2) / 2)'
    const step = `if(${cdf(middle, alpha, beta, to)} < ${probability}, (${middle}, _b.2), (_b.1, ${middle}))`
    // Each step halves the interval that holds the answer.
    const found = `arrayFold((_b, _n) -> ${step}, range(50), (toFloat64(0), toFloat64(1))).1`
    return `if(${probability} < 0 OR ${probability} > 1 OR ${alpha} <= 0 OR ${beta} <= 0, nan, ${found})`
  },
}

/** Never null: sums over arrays take no null. */
function at(args: readonly string[], index: number): string {
  return `ifNull(${argument(args, index)}, nan)`
}

function logBeta(alpha: string, beta: string): string {
  return `lgamma(${alpha}) + lgamma(${beta}) - lgamma(${alpha} + ${beta})`
}

/** So many terms of the series are enough below the distribution's mean, where it converges fast. */
const TERMS = 400

/** The regularised incomplete beta function by its power series, from the nearer end. */
function cdf(value: string, alpha: string, beta: string, to: CallToPrint): string {
  const series = (x: string, a: string, b: string) => {
    const term = `exp(lgamma(${a} + ${b} + _n) - lgamma(${a} + ${b}) - lgamma(${a} + 1 + _n) + lgamma(${a} + 1) + _n * log(${x}))`
    const front = `exp(${a} * log(${x}) + ${b} * log(1 - ${x}) - log(${a}) - (${logBeta(a, b)}))`
    return `${front} * arraySum(_n -> ${term}, range(${TERMS}))`
  }
  return once(value, to, (x) => {
    const near = series(x, alpha, beta)
    const far = `1 - ${series(`(1 - ${x})`, beta, alpha)}`
    const inside = `if(${x} <= ${alpha} / (${alpha} + ${beta}), ${near}, ${far})`
    return `multiIf(${x} < 0 OR ${x} > 1 OR ${alpha} <= 0 OR ${beta} <= 0, nan, ${x} = 0, 0, ${x} = 1, 1, ${inside})`
  })
}

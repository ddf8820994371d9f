import { QueryError } from '../../plan/query-error.ts'
import type { CallToPrint } from './function-table.ts'
import { at, constantText, requireConstant } from './kql-argument.ts'

const STEP = /\.([A-Za-z_@$][\w@$-]*)|\[\s*(-?\d+)\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]/y

/**
 * The steps of a JSON path such as `$.a['b c'][0]`, as arguments of ClickHouse's JSON functions.
 * Throws QueryError `unsupported` for wildcards, filters and what else a path may hold.
 */
export function pathSteps(path: string, to: CallToPrint): readonly string[] {
  const steps: string[] = []
  // `$name` stands for `$.name`, a bare name for itself.
  const text = /^\$(?![.[]|$)/.test(path) ? `$.${path.slice(1)}` : path.startsWith('$') ? path : `$.${path}`
  STEP.lastIndex = 1
  while (STEP.lastIndex < text.length) {
    const step = STEP.exec(text)
    if (step === null) {
      throw new QueryError(
        'unsupported',
        `The JSON path '${path}' is more than names and positions.`,
        to.call.at,
        path,
      )
    }
    const [, name, index, single, double] = step
    const key = name ?? single ?? double
    if (key !== undefined) steps.push(to.context.parameter(key, 'String'))
    else steps.push(to.context.parameter(Number(index) < 0 ? Number(index) : Number(index) + 1, 'Int64'))
  }
  return steps
}

/** `extract_json('$.a.b', text)`: what lies at the path, as text. */
export function printJsonPath(args: readonly string[], to: CallToPrint): string {
  requireConstant(to, 0, 'JSON path')
  const steps = pathSteps(constantText(to, 0) ?? '$', to)
  const all = [at(args, 1), ...steps, "'String'"]
  return `ifNull(JSONExtract(${all.join(', ')}), '')`
}

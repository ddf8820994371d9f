/** One thing that is wrong with a rule, at its place. */
export interface Fault {
  readonly rule: string
  /** Below the folder of rules, e.g. `dns-bulk/rule.kql`. */
  readonly file: string
  /** Both from 1; absent where it is about no place. */
  readonly line?: number
  readonly column?: number
  /** An error keeps the rule from running or from being trusted; a warning is for its author to judge. */
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/**
 * A fault as one line, as compilers write it.
 *
 * @example faultText({ rule: 'r', file: 'r/rule.kql', line: 2, column: 5, severity: 'error', message: 'No.' }) // => 'r/rule.kql:2:5: error: No.'
 */
export function faultText({ file, line, column, severity, message }: Fault): string {
  const place = line === undefined || column === undefined ? file : `${file}:${line}:${column}`
  return `${place}: ${severity}: ${message}`
}

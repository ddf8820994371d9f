/** A column that gives the values of a view's column other names: `GET` is `GetObject`, what no case tells of stays. */
export interface Renaming {
  readonly column: string
  readonly cases: readonly RenamingCase[]
}

interface RenamingCase {
  readonly from: readonly string[]
  readonly ignoreCase: boolean
  readonly to: string
}

const OUTERMOST = /^replaceRegexpOne\(([\s\S]*), '\^(\(\?i\))?(?:(\w+)|\((\w+(?:\|\w+)*)\))\$', '(\w+)'\)$/

/**
 * What a schema says by one `replaceRegexpOne` inside the other, each of a whole word.
 *
 * @returns undefined where the SQL is something else, or where one name could be renamed twice.
 */
export function renamingOf(sql: string): Renaming | undefined {
  const cases: RenamingCase[] = []
  let inner = sql.trim()
  for (let found = OUTERMOST.exec(inner); found !== null; found = OUTERMOST.exec(inner)) {
    const [, rest = '', ignoreCase, one, several, to = ''] = found
    cases.push({ from: (one ?? several ?? '').split('|'), ignoreCase: ignoreCase !== undefined, to })
    inner = rest
  }
  const names = cases.flatMap(({ from }) => from).map(lower)
  const isOnce = new Set(names).size === names.length && cases.every(({ to }) => !names.includes(lower(to)))
  return cases.length > 0 && isOnce && /^[a-z_]+$/.test(inner) ? { column: inner, cases } : undefined
}

/**
 * Patterns of the names that become this one.
 *
 * @returns undefined for a value that is itself renamed, or of other than plain characters.
 * @example namesFor({ column: 'operation', cases: [{ from: ['WRITE', 'POST'], ignoreCase: true, to: 'Put' }] }, 'Put', false) // => ['(?i:WRITE)', '(?i:POST)']
 */
export function namesFor(
  { cases }: Renaming,
  value: string,
  ignoreCase: boolean,
): readonly string[] | undefined {
  const isRenamed = cases.some(({ from }) => from.some((name) => lower(name) === lower(value)))
  if (isRenamed || !/^[\w :-]+$/.test(value)) return undefined
  return cases
    .filter(({ to }) => (ignoreCase ? lower(to) === lower(value) : to === value))
    .flatMap((one) => one.from.map((name) => (one.ignoreCase ? `(?i:${name})` : name)))
}

function lower(text: string): string {
  return text.toLowerCase()
}

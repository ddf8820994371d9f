/**
 * Text as an SQL literal. Names in logs come from whoever wrote them, so quotes and backslashes are escaped the way
 * ClickHouse reads them.
 *
 * @example literal("it's") // => "'it\\'s'"
 */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/**
 * A moment as the literal a DateTime column is compared with.
 *
 * @example timeLiteral('2026-03-10T22:00:00Z') // => "'2026-03-10 22:00:00'"
 */
export function timeLiteral(time: string): string {
  return literal(time.slice(0, 19).replace('T', ' '))
}

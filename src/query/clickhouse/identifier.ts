/**
 * A name as ClickHouse reads it in any place where a name may stand. Column names of queries come from anybody.
 *
 * @example identifier('a`b') // => '`a\\`b`'
 */
export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

/** Numbers that name something; separating their thousands would change how they are read. */
const NAMES_SOMETHING = /(port|status|version|id)$/

/**
 * A cell as it stands: evidence is never rounded, only its thousands are separated.
 *
 * @example cellText('bytes', 3800000000) // => '3,800,000,000'
 * @example cellText('dst_port', 51820) // => '51820'
 */
export function cellText(column: string, value: string | number | boolean | null): string {
  if (typeof value !== 'number' || NAMES_SOMETHING.test(column)) return String(value)
  return value.toLocaleString('en-US', { maximumFractionDigits: 20 })
}

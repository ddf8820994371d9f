/**
 * Whether this browser knows the time zone; a directory may hold anything.
 *
 * @example isTimeZone('Europe/London') // => true
 * @example isTimeZone('the office') // => false
 */
export function isTimeZone(name: string): boolean {
  if (name === '') return false
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * Why RE2, the engine's kind of regular expression, does not take a pattern; undefined where it does as far as can be said
 * without it.
 */
export function refusalOfRegex(source: string): string | undefined {
  for (const [refused, reason] of REFUSED) {
    if (refused.test(withoutEscapesAndClasses(source))) return reason
  }
  const unknown = source.match(/\\[\s\S]/g)?.find((one) => UNKNOWN_ESCAPE.test(one))
  if (unknown !== undefined) {
    return /\d/.test(unknown) ? 'it has a back-reference' : `it has the escape ${unknown}`
  }
  if (/\{\d{4,}|\{\d*,\d{4,}/.test(source)) return 'it repeats more than 1000 times'
  try {
    new RegExp(forJavaScript(source))
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.replace(/^Invalid regular expression: /, '').replace(/^\/.*\/[a-z]*: /s, '')
  }
}

/** Of letters and digits RE2 knows these only; any other character may be escaped. */
const UNKNOWN_ESCAPE = /\\(?![aftnrvxCQEdDsSwWpPAbBz0])[A-Za-z0-9]/

const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/, 'it looks ahead'],
  [/\(\?<[=!]/, 'it looks behind'],
  [/\(\?>/, 'it has an atomic group'],
  [/\(\?\(|\(\?#|\(\?[R&]/, 'it has a group that is not supported'],
  [/[*+?}]\+/, 'it has a possessive quantifier'],
]

function withoutEscapesAndClasses(source: string): string {
  return source.replace(/\\[\s\S]/g, '\\\\').replace(/\[\^?\]?[^\]]*\]/g, '[]')
}

/** What RE2 takes and JavaScript does not, put in JavaScript's way: only to find brackets that do not close. */
function forJavaScript(source: string): string {
  return source
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?[a-zA-Z]*(-[a-zA-Z]+)?(:|\))/g, (_all, _off, end) => (end === ':' ? '(?:' : '(?:)'))
}

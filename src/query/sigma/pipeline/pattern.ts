/**
 * A regular expression of a pipeline, which is written for Python: searched anywhere, or at the start of the text only.
 *
 * @throws Error where it is none.
 */
export function pattern(source: string, where: 'anywhere' | 'start'): RegExp {
  const [, flags = '', rest = source] = /^\(\?([aiLmsux]+)\)([\s\S]*)$/.exec(source) ?? []
  const inJavaScript = rest
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\A/g, '^')
    .replace(/\\Z/g, '$')
  const known = [...flags].filter((flag) => 'ims'.includes(flag)).join('')
  return where === 'start' ? new RegExp(`^(?:${inJavaScript})`, known) : new RegExp(inJavaScript, `${known}g`)
}

/** What a replacement of Python (`\1`, `\g<name>`) is in JavaScript. */
export function replacement(text: string): string {
  return text
    .replaceAll('$', '$$$$')
    .replace(/\\g<(\d+)>|\\(\d)/g, (_all, long, short) => `$${long ?? short}`)
    .replace(/\\g<(\w+)>/g, '$<$1>')
    .replaceAll('\\\\', '\\')
}

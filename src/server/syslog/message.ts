/** A syslog message, taken apart as far as logs need it. */
export interface SyslogMessage {
  /** What the program said. */
  readonly text: string
  /** The whole as a syslog daemon writes it into a file: without priority, version and structured data. */
  readonly line: string
}

const RFC_5424 =
  /^<\d{1,3}>1 (?<time>\S+) (?<host>\S+) (?<program>\S+) (?<process>\S+) \S+ (?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+)(?: (?<text>[\s\S]*))?$/
const RFC_3164 =
  /^(?:<\d{1,3}>)?(?<head>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [^\s:[]+(?:\[[^\]]*\])?:) ?(?<text>[\s\S]*)$/

/**
 * Reads RFC 5424 and RFC 3164; what is neither is text as a whole, without its priority.
 *
 * @example readSyslog('<34>1 2026-03-26T01:22:15Z gw1 envoy 7 - - GET /').text // => 'GET /'
 * @example readSyslog('<30>Mar 26 01:22:15 gw1 squid[7]: 1773180873 5').line // => 'Mar 26 01:22:15 gw1 squid[7]: 1773180873 5'
 */
export function readSyslog(message: string): SyslogMessage {
  const modern = RFC_5424.exec(message)?.groups
  if (modern !== undefined) {
    const { time, host, program, process } = modern
    const text = (modern['text'] ?? '').replace(/^\uFEFF/, '')
    return { text, line: `${time} ${host} ${program}${process === '-' ? '' : `[${process}]`}: ${text}` }
  }
  const old = RFC_3164.exec(message)?.groups
  if (old !== undefined) return { text: old['text'] ?? '', line: `${old['head']} ${old['text']}` }
  const text = message.replace(/^<\d{1,3}>/, '')
  return { text, line: text }
}

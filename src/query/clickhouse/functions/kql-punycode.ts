import { QueryError } from '../../plan/query-error.ts'
import type { FunctionTable, PrintFunction } from './function-table.ts'
import { constantText } from './kql-argument.ts'

/** Punycode (RFC 3492). The engine has none, so it is worked out when the query is compiled: for constants only. */
export const KQL_PUNYCODE: FunctionTable = {
  punycode_from_string: ofConstant(encode),
  punycode_to_string: ofConstant(decode),
  punycode_domain_from_string: ofConstant((domain) => eachLabel(domain, toAscii)),
  punycode_domain_to_string: ofConstant((domain) => eachLabel(domain, toUnicode)),
}

const BASE = 36
const FIRST_NOT_ASCII = 128
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const PREFIX = 'xn--'

function ofConstant(work: (text: string) => string): PrintFunction {
  return (_, to) => {
    const text = constantText(to, 0)
    if (text === undefined) {
      const name = to.call.function
      throw new QueryError('unsupported', `${name} takes a constant here.`, to.call.at, name)
    }
    return to.context.parameter(work(text), 'String')
  }
}

function eachLabel(domain: string, work: (label: string) => string): string {
  return domain.split('.').map(work).join('.')
}

function toAscii(label: string): string {
  return /^\p{ASCII}*$/u.test(label) ? label : PREFIX + encode(label)
}

function toUnicode(label: string): string {
  return label.startsWith(PREFIX) ? decode(label.slice(PREFIX.length)) : label
}

/** Text as ASCII; what is beyond ASCII goes behind the last hyphen. */
function encode(text: string): string {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  const plain = points.filter((point) => point < FIRST_NOT_ASCII)
  let written = String.fromCodePoint(...plain) + (plain.length > 0 ? '-' : '')
  let [next, delta, bias, done] = [FIRST_NOT_ASCII, 0, 72, plain.length]
  while (done < points.length) {
    const least = Math.min(...points.filter((point) => point >= next))
    delta += (least - next) * (done + 1)
    next = least
    for (const point of points) {
      if (point < next) delta += 1
      if (point !== next) continue
      written += variableLength(delta, bias)
      bias = adapted(delta, done + 1, done === plain.length)
      delta = 0
      done += 1
    }
    delta += 1
    next += 1
  }
  return written
}

function variableLength(delta: number, bias: number): string {
  let [rest, digits] = [delta, '']
  for (let place = BASE; ; place += BASE) {
    const threshold = thresholdAt(place, bias)
    if (rest < threshold) return digits + DIGITS[rest]
    digits += DIGITS[threshold + ((rest - threshold) % (BASE - threshold))]
    rest = Math.floor((rest - threshold) / (BASE - threshold))
  }
}

/** The text again; what is not Punycode gives the empty text. */
function decode(text: string): string {
  const hyphen = text.lastIndexOf('-')
  const points = [...text.slice(0, Math.max(hyphen, 0))].map((character) => character.codePointAt(0) ?? 0)
  let [next, place, bias, at] = [FIRST_NOT_ASCII, 0, 72, hyphen + 1]
  while (at < text.length) {
    const before = place
    let weight = 1
    for (let step = BASE; ; step += BASE) {
      const digit = DIGITS.indexOf((text[at] ?? '').toLowerCase())
      if (digit === -1 || at >= text.length) return ''
      at += 1
      place += digit * weight
      const threshold = thresholdAt(step, bias)
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const length = points.length + 1
    bias = adapted(place - before, length, before === 0)
    next += Math.floor(place / length)
    if (next > 0x10_ff_ff) return ''
    place %= length
    points.splice(place, 0, next)
    place += 1
  }
  return String.fromCodePoint(...points)
}

function thresholdAt(place: number, bias: number): number {
  return Math.min(Math.max(place - bias, 1), 26)
}

function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / 700) : Math.floor(delta / 2)
  rest += Math.floor(rest / length)
  let steps = 0
  for (; rest > 455; steps += BASE) rest = Math.floor(rest / 35)
  return steps + Math.floor((36 * rest) / (rest + 38))
}

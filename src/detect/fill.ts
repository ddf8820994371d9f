import { formatBytes, formatCount } from '../base/bytes.ts'

const FORMATS: Readonly<Record<string, (value: string) => string>> = {
  text: (value) => value,
  count: (value) => formatCount(Number(value)),
  bytes: (value) => formatBytes(Number(value)),
  people: (value) => `${formatCount(Number(value))} ${Number(value) === 1 ? 'person has' : 'people have'}`,
  percent: (value) => formatPercent(Number(value)),
}

const PLACEHOLDER = /\{(\w+)(?:\|(\w+))?\}/g

/**
 * Puts values into a sentence: `{name}` as it is, `{name|count}`, `{name|bytes}`, `{name|percent}` or `{name|people}`.
 * A name without a value stays visible, so that the slip is seen.
 *
 * @example fill('{n|count} files, {share|percent}', { n: '142847', share: '0.982' }) // => '142,847 files, 98.2 %'
 */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(PLACEHOLDER, (mark, name: string, format = 'text') => {
    const value = values[name]
    return value === undefined ? mark : ((FORMATS[format] ?? FORMATS['text'])?.(value) ?? mark)
  })
}

/**
 * The names that a sentence wants values for.
 *
 * @example placeholdersOf('{n|count} files of {model}') // => ['n', 'model']
 */
export function placeholdersOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(PLACEHOLDER)].map(([, name = '']) => name))]
}

/**
 * A share for people, with one digit where it says something.
 *
 * @example formatPercent(0.982) // => '98.2 %'
 */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1).replace(/\.0$/, '')} %`
}

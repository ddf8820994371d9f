import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recognise } from '../sources/recognise.ts'
import { loadSources } from '../sources/registry.ts'
import { groupOf, linesIn } from './line-groups.ts'
import { lineSorter } from './sort-lines.ts'

const SOURCES = loadSources()
const sorter = lineSorter(SOURCES)

const call = (user: string, second: number) =>
  `2026-03-10T22:14:0${second}Z POST /v1/completions user=${user} src=10.50.100.47 tokens_in=1 tokens_out=7 status=200`

describe('sorting lines', () => {
  it.each(SOURCES.filter(({ recognise: { header } }) => header === undefined).map(({ name }) => name))(
    'tells each line of %s as recognise does of it alone',
    (name) => {
      const lines = readFileSync(new URL(`../sources/${name}/sample.log`, import.meta.url), 'utf8').split(
        '\n',
      )
      for (const line of lines) {
        expect(sorter.sourceOf(line)?.name, line).toBe(recognise([line], SOURCES)?.name)
      }
    },
  )

  it('keeps every byte and counts every line', () => {
    const body = Buffer.from(`\n${call('a', 1)}\r\n\n\xff\n${call('b', 2)}`, 'latin1')
    const groups = sorter.sort(body)
    expect(groups.map(({ source, lines }) => [source.name, lines])).toEqual([
      ['unknown', 3],
      ['inference-log', 2],
    ])
    for (const { bytes, lines } of groups) expect(linesIn(bytes)).toBe(lines)
    expect(groups.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(body.length + 1)
    expect(sorter.sort(Buffer.alloc(0))).toEqual([])
  })

  it('reads the header where the format has one', () => {
    const headed = SOURCES.find(({ recognise: { header } }) => header !== undefined)
    if (headed === undefined) return
    const body = readFileSync(new URL(`../sources/${headed.name}/sample.log`, import.meta.url))
    expect(sorter.sort(body)).toMatchObject([
      { source: { name: headed.name }, header: expect.stringMatching(/./) },
    ])
    expect(groupOf(headed, body, linesIn(body)).header).not.toBe('')
  })
})

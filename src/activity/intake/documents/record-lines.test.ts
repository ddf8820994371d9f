import fc from 'fast-check'
import { expect, it } from 'vitest'
import { damaged } from '../../../../test/support/damage.ts'
import { cursorOver } from '../packed/packed.fixture.ts'
import { isDocument, RECORD_KEYS } from './is-document.ts'
import { recordLines } from './record-lines.ts'

const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 })
const document = fc
  .record({
    key: fc.constantFrom(null, ...RECORD_KEYS),
    records: fc.array(record, { minLength: 1, maxLength: 6 }),
    indent: fc.constantFrom(undefined, 2, '\t'),
  })
  .map(({ key, records, indent }) => ({
    records,
    text: JSON.stringify(key === null ? records : { [key]: records }, null, indent),
  }))

it('gives one line a record, however the documents are written and read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '\n', '\r\n\r\n'),
      fc.integer({ min: 1, max: 70 }),
      async (documents, between, step) => {
        const bytes = Buffer.from(documents.map(({ text }) => text).join(between))
        expect(isDocument(bytes)).toBe(true)
        const lines = (await linesOf(bytes, step)).toString().trimEnd().split('\n')
        // As JSON keeps them: -0 is 0 there.
        const records = JSON.parse(JSON.stringify(documents.flatMap((one) => one.records))) as unknown[]
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(records)
      },
    ),
    { numRuns: 300 },
  )
})

it('gives the same lines in any steps, and loses nothing but punctuation', async () => {
  const sample = Buffer.from(
    JSON.stringify(
      {
        Records: Array.from({ length: 20 }, (_, at) => ({ at, name: `a"\\${at}`, deep: [{ at: [1, [2]] }] })),
      },
      null,
      1,
    ),
  )
  await fc.assert(
    fc.asyncProperty(damaged(sample), fc.integer({ min: 3, max: 50 }), async (bytes, step) => {
      const whole = await linesOf(bytes)
      expect((await linesOf(bytes, step)).equals(whole)).toBe(true)
      expect(bare(whole)).toBe(bare(bytes))
    }),
    { numRuns: 300 },
  )
})

it.each([
  [
    'what follows the records',
    '{"value":[{"a":1}],"nextLink":"https://a.example/?b,c"}',
    ['{"a":1}', '"nextLink":"https://a.example/?b,c"'],
  ],
  ['what is no object', '[{"a":1},2,"b,c",[{"d":3}]]', ['{"a":1}', '2', '"b,c"', '[{"d":3}]']],
  ['a record that is torn, and those after it', '[{"a":"b\n},\n{"c":1}]', ['{"a":"b', '{"c":1}']],
  ['a document after a torn one', '{"Records":[{"a":[1}\n{"Records":[{"b":2}]}', ['{"a":[1}', '{"b":2}']],
  ['the beginning of a record that never ends', '[{"a":1},{"b":', ['{"a":1}', '{"b":']],
  ['records that hold records', '[{"events":[{"a":1}]}]', ['{"events":[{"a":1}]}']],
  ['lines of text', '[{"a":1}]\nplain text\n{"b":2}\n', ['{"a":1}', 'plain text', '{"b":2}']],
  ['an unfinished beginning', '{"Rec', ['{"Rec']],
  ['records after a byte order mark', '\uFEFF[{"a":1}]', ['{"a":1}']],
])('gives %s', async (_, text, lines) => {
  expect((await linesOf(Buffer.from(text))).toString().trimEnd().split('\n')).toEqual(lines)
})

it('goes through many small objects in the time of their bytes', async () => {
  const bytes = Buffer.from('{"a":1}\n'.repeat(200_000))
  expect((await linesOf(bytes)).length).toBe(bytes.length)
})

it.each([
  ['{"Records":[{"a":1}]}', true],
  [' \r\n{\n  "value" : [\n {}', true],
  ['[\n{"a":1},\n{"b":2}]', true],
  ['{"Records":[]}', true],
  ['{"value":[{}],"nextLink":"x"}\n{"value":[{}]}', true],
  ['{"Records":[{}]}\n{"Records":[{}]}', true],
  ['{"a":1}\n{"a":2}\n', false],
  ['{"events":[{"a":1}],"user":"b"}\n{"events":[],"user":"c"}\n', false],
  ['{"user":"b","Records":[{}]}', false],
  ['{"Records":{}}', false],
  ['{"Records":["a"]}', false],
  ['{"others":[{}]}', false],
  ['[main] INFO started', false],
  ['[{thread-1}] INFO', false],
  ['[1,2]', false],
  ['', false],
])('tells whether it is a document of records: %j', (text, is) => {
  expect(isDocument(Buffer.from(text))).toBe(is)
})

/** What is left without blanks, brackets, commas, colons and the keys of the records. */
function bare(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .replace(/[\t\n\r {}[\],:]/g, '')
    .replaceAll('"Records"', '')
}

async function linesOf(bytes: Buffer, step = bytes.length + 3): Promise<Buffer> {
  const lines = recordLines(cursorOver(bytes, step), step)
  const chunks: Buffer[] = []
  for (let chunk = await lines.next(); chunk !== null; chunk = await lines.next())
    chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

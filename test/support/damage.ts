import fc from 'fast-check'

/** Bytes that log formats, parsers, SQL, terminals and spreadsheets stumble over. */
const NASTY = [
  '\0',
  '\r',
  '\t',
  '"',
  "'",
  '\\',
  '`',
  '{',
  '}',
  '[',
  '=',
  ',',
  ': ',
  '- ',
  '&a',
  '*a',
  '\u202e',
  '\ufeff',
  '\u001b[2J',
  'é',
  '🐚',
  "'; DROP TABLE person_row; --",
  '{batch:UInt64}',
  '%s%n',
  '\\N',
  '-0',
  '1e999',
  'NaN',
  '18446744073709551616',
  '\n',
  '\n\n',
  '\r\n',
  'x'.repeat(70_000),
  '['.repeat(5_000),
  'tokens_out=',
  'size=',
  'Bytes: ',
  '"usage":{',
].map((text) => Buffer.from(text))

const LATIN1 = Buffer.from([0xff])

/** One damage to a file: bytes from `at` (0 to 1 of its length) on replaced by something else. */
interface Damage {
  readonly at: number
  readonly removed: number
  readonly put: Buffer
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(40),
  put: fc.oneof(
    fc.constantFrom(LATIN1, ...NASTY),
    fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes)),
  ),
})

/** The bytes of a file, damaged in up to a dozen places, and perhaps cut short. */
export function damaged(bytes: Buffer): fc.Arbitrary<Buffer> {
  return fc.tuple(fc.array(damage, { minLength: 1, maxLength: 12 }), fc.boolean()).map(([damages, cut]) => {
    const whole = damages.reduce(apply, bytes)
    return cut ? whole.subarray(0, Math.floor(whole.length * 0.8)) : whole
  })
}

function apply(bytes: Buffer, { at, removed, put }: Damage): Buffer {
  const start = Math.floor(at * bytes.length)
  return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + removed)])
}

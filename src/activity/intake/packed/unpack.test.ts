import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gunzipped } from './gzip.ts'
import { cursorOver, realZstd, storedZstd } from './packed.fixture.ts'
import { forwardCursor, type Unpacker } from './unpacked.ts'
import { unzstd } from './zstd.ts'

const zstdIsThere = realZstd(Buffer.from('x')) !== null

/** Text that packs, and bytes that do not. */
const content = fc
  .oneof(
    fc
      .array(fc.constantFrom('tokens_in=1 ', 'user=a ', '\n', '2026-03-10 '), { maxLength: 30_000 })
      .map((words) => words.join('')),
    fc.uint8Array({ maxLength: 40_000 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  )
  .map((text) => Buffer.from(text, 'latin1'))

const FORMATS = [
  { name: 'gzip', unpack: gunzipped, pack: (bytes: Buffer) => gzipSync(bytes), numRuns: 60, runs: true },
  {
    name: 'stored zstd',
    unpack: unzstd,
    pack: (bytes: Buffer) => storedZstd(bytes, 3000),
    numRuns: 60,
    runs: true,
  },
  {
    name: zstdIsThere ? 'zstd' : 'zstd (not run: the zstd command is not installed)',
    unpack: unzstd,
    pack: (bytes: Buffer) => realZstd(bytes) as Buffer,
    numRuns: 25,
    runs: zstdIsThere,
  },
]

describe.each(FORMATS)('$name', ({ unpack, pack, numRuns, runs }) => {
  it.runIf(runs)('gives what was packed, in any number of members and steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 5000 }),
        async (parts, step) => {
          const found = await all(unpack(cursorOver(Buffer.concat(parts.map(pack)), step)))
          expect(found.damage).toBeNull()
          expect(found.bytes.equals(Buffer.concat(parts))).toBe(true)
        },
      ),
      { numRuns },
    )
  })

  it.runIf(runs)('gives the beginning of what was cut short, and says where it breaks off', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.double({ min: 0, max: 1, noNaN: true }), async (whole, share) => {
        const packed = pack(whole)
        const cut = packed.subarray(0, 1 + Math.floor(share * (packed.length - 2)))
        const found = await all(unpack(cursorOver(cut)))
        expect(found.damage).toContain(`breaks off after ${cut.length} bytes`)
        expect(whole.subarray(0, found.bytes.length).equals(found.bytes)).toBe(true)
      }),
      { numRuns },
    )
  })

  it.runIf(runs)('notices a flipped bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.nat(7),
        async (whole, share, bit) => {
          const packed = Buffer.from(pack(whole))
          const at = Math.floor(share * packed.length)
          packed[at] = (packed[at] as number) ^ (1 << bit)
          const found = await all(unpack(cursorOver(packed)))
          if (found.damage === null) expect(found.bytes.equals(whole)).toBe(true)
        },
      ),
      { numRuns },
    )
  })

  it.runIf(runs)('goes back to any place', async () => {
    const whole = Buffer.from(Array.from({ length: 50_000 }, (_, at) => at % 251))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60_000), { minLength: 1, maxLength: 5 }), async (places) => {
        const cursor = await forwardCursor(cursorOver(pack(whole)), unpack)
        for (const place of places) {
          await cursor.seek(place)
          const found = Buffer.alloc(100)
          const got = await cursor.read(found)
          expect(whole.subarray(place, place + got).equals(found.subarray(0, got))).toBe(true)
          expect(got > 0).toBe(place < whole.length)
        }
      }),
      { numRuns: 20 },
    )
  })
})

it('gives everything before a damage within gzip data', async () => {
  // Stored, not packed: what comes before the damage is known to the byte.
  const whole = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7919) % 256))
  const packed = gzipSync(whole, { level: 0 })
  // After a header of ten bytes come blocks, each five bytes and as many as its second and third say.
  let third = 10
  for (let block = 0; block < 2; block += 1) third += 5 + packed.readUInt16LE(third + 1)
  // No block begins with this byte.
  packed[third] = 0xff
  const found = await all(gunzipped(cursorOver(packed)))
  expect(found.damage).toContain('its gzip data is damaged within')
  expect(found.bytes.equals(whole.subarray(0, third - 20))).toBe(true)
})

it('keeps the memory small, whatever a file unpacks to', async () => {
  const zeros = gzipSync(Buffer.alloc(1 << 28))
  const gzip = await largest(gunzipped(cursorOver(zeros)))
  expect(gzip).toEqual({ total: 1 << 28, largest: expect.any(Number) })
  expect(gzip.largest).toBeLessThan(20 << 20)

  // Blocks that repeat one byte 128 KiB times, in four bytes each.
  const run = Buffer.from([((1 << 17) * 8 + 2) & 255, ((1 << 17) >> 5) & 255, (1 << 17) >> 13, 0x20])
  const last = Buffer.from([1, 0, 0])
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3])
  const bomb = Buffer.concat([header, ...Array.from({ length: 4000 }, () => run), last])
  expect(await largest(unzstd(cursorOver(bomb)))).toEqual({
    total: 4000 << 17,
    // The first blocks come together.
    largest: 3 << 17,
  })
})

it('refuses a zstd frame that asks for gigabytes of memory', async () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 1, 0, 0])
  expect((await all(unzstd(cursorOver(frame)))).damage).toBe(
    'its zstd data needs a window of 2147483648 bytes from byte 0 on, and at most 134217728 are kept; unpack it first (unzstd --long=31)',
  )
})

it('passes over zstd frames that hold no data', async () => {
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
  const packed = Buffer.concat([
    skippable,
    storedZstd(Buffer.from('a')),
    skippable,
    storedZstd(Buffer.from('b')),
  ])
  expect(await all(unzstd(cursorOver(packed)))).toEqual({ bytes: Buffer.from('ab'), damage: null })
})

it('says so where bytes follow that are not packed', async () => {
  const after = Buffer.from('and more')
  expect(
    (await all(unzstd(cursorOver(Buffer.concat([storedZstd(Buffer.from('a')), after]))))).damage,
  ).toMatch(/ends at byte \d+/)
  expect((await all(gunzipped(cursorOver(Buffer.concat([gzipSync('a'), after]))))).damage).toMatch(
    /is damaged/,
  )
  expect(
    (await all(gunzipped(cursorOver(Buffer.concat([gzipSync('a'), Buffer.alloc(500)]))))).damage,
  ).toBeNull()
})

async function all(unpacker: Unpacker): Promise<{ bytes: Buffer; damage: string | null }> {
  const chunks: Buffer[] = []
  for (let chunk = await unpacker.next(); chunk !== null; chunk = await unpacker.next())
    chunks.push(Buffer.from(chunk))
  await unpacker.close()
  return { bytes: Buffer.concat(chunks), damage: unpacker.damage }
}

async function largest(unpacker: Unpacker): Promise<{ total: number; largest: number }> {
  const found = { total: 0, largest: 0 }
  for (let chunk = await unpacker.next(); chunk !== null; chunk = await unpacker.next()) {
    found.total += chunk.length
    found.largest = Math.max(found.largest, chunk.length)
  }
  await unpacker.close()
  return found
}

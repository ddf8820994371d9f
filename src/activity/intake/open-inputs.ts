import { isDocument } from './documents/is-document.ts'
import { recordLines } from './documents/record-lines.ts'
import { HEAD_BYTES, unreadable } from './head.ts'
import { fill, type InputBytes, type InputCursor, withHead } from './input-bytes.ts'
import { gunzipped } from './packed/gzip.ts'
import { tarMembers } from './packed/tar.ts'
import { isTar } from './packed/tar-header.ts'
import { forwardCursor, type Unpacker } from './packed/unpacked.ts'
import { unzstd } from './packed/zstd.ts'

/** How often one input may be packed, and archives lie in archives: a file can be made to unpack for ever. */
const MOST_PACKINGS = 2
const MOST_ARCHIVES = 2

/** Told by their first bytes (RFC 1952, RFC 8878); names say little. */
const PACKINGS: readonly { readonly magic: Buffer; readonly unpack: (from: InputCursor) => Unpacker }[] = [
  { magic: Buffer.from([0x1f, 0x8b, 0x08]), unpack: gunzipped },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), unpack: unzstd },
]

/** An input that is open at its first byte, unpacked, its lines as the sources know them. */
export interface OpenInput {
  readonly name: string
  /** The name of the file in its archive, or of the file itself. */
  readonly path: string
  readonly cursor: InputCursor
  readonly head: Buffer
  readonly size: number | null
  readonly storedSize: number
}

/** True where a file's bytes are its lines, so that what is appended to it can be read on. */
export function isPlain(head: Buffer): boolean {
  return packingOf(head) === undefined && unreadable(head) === null && !isTar(head) && !isDocument(head)
}

function packingOf(head: Buffer) {
  return PACKINGS.find(({ magic }) => head.subarray(0, magic.length).equals(magic))
}

/** What lies in a file: the file itself, or each file in an archive; or why it cannot be read. */
export type FoundInput = OpenInput | { readonly name: string; readonly problem: string }

/**
 * Opens what a file holds: unpacks it, goes through an archive, cuts a JSON document into its records. One input is
 * open at a time: it is closed when the next is asked for.
 */
export async function* openInputs(bytes: InputBytes, path: string, archives = 0): AsyncGenerator<FoundInput> {
  const { name, storedSize } = bytes
  const { cursor, head, packings } = await unpack(await bytes.open())
  try {
    const problem =
      packings > MOST_PACKINGS
        ? `it is packed more than ${MOST_PACKINGS} times; unpack it first`
        : unreadable(head)
    if (problem !== null) yield { name, problem }
    else if (isTar(head)) yield* openMembers({ name, storedSize, cursor }, archives)
    else if (isDocument(head)) {
      const records = await withItsHead(await forwardCursor(cursor, recordLines))
      yield { name, path, ...records, size: null, storedSize }
    } else {
      const size = packings === 0 ? bytes.size : null
      yield { name, path, cursor, head, size, storedSize }
    }
  } finally {
    await cursor.close()
  }
}

async function* openMembers(
  archive: { readonly name: string; readonly storedSize: number; readonly cursor: InputCursor },
  archives: number,
): AsyncGenerator<FoundInput> {
  if (archives === MOST_ARCHIVES) {
    yield {
      name: archive.name,
      problem: 'it is an archive in an archive in an archive; unpack it first (tar -xf)',
    }
    return
  }
  for await (const member of tarMembers(archive)) {
    if ('damage' in member) yield { name: archive.name, problem: member.damage }
    else if ('problem' in member) yield { name: `${archive.name}!${member.path}`, problem: member.problem }
    else yield* openInputs(member.bytes, member.path, archives + 1)
  }
}

async function unpack(opened: InputCursor) {
  let { cursor, head } = await withItsHead(opened)
  for (let packings = 0; ; packings += 1) {
    const packing = packingOf(head)
    if (packing === undefined || packings > MOST_PACKINGS) return { cursor, head, packings }
    ;({ cursor, head } = await withItsHead(await forwardCursor(cursor, packing.unpack)))
  }
}

async function withItsHead(cursor: InputCursor): Promise<{ cursor: InputCursor; head: Buffer }> {
  const buffer = Buffer.allocUnsafe(HEAD_BYTES)
  const head = Buffer.from(buffer.subarray(0, await fill(cursor, buffer)))
  return { cursor: withHead(cursor, head), head }
}

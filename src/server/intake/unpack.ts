import { createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { unzstd } from '../../activity/intake/packed/zstd.ts'
import { messageOf } from '../../base/errors.ts'
import { Refusal } from './problem.ts'

const STEP_BYTES = 64 * 1024

/** Bytes unpacked as they come; ends in an error where they are damaged. */
type Unpacking = (packed: Buffer) => AsyncIterable<Buffer>

/** Every `Content-Encoding` that is read (RFC 9110, RFC 8878). */
const ENCODINGS: Readonly<Record<string, Unpacking>> = {
  gzip: (packed) => through(createGunzip({ chunkSize: STEP_BYTES }), packed),
  'x-gzip': (packed) => through(createGunzip({ chunkSize: STEP_BYTES }), packed),
  // RFC 9110 means zlib's format by it; some clients send the bare one.
  deflate: (packed) =>
    through(
      ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE() % 31 === 0
        ? createInflate({ chunkSize: STEP_BYTES })
        : createInflateRaw({ chunkSize: STEP_BYTES }),
      packed,
    ),
  zstd: unzstandard,
}

/**
 * The body that these bytes hold.
 *
 * @param encoding the `Content-Encoding`.
 * @param grown told of every run of bytes before it is kept; throws where there is no room for it.
 * @throws Refusal `bad-encoding`, or `bad-request` for bytes that break off or are damaged.
 */
export async function unpack(
  packed: Buffer,
  encoding: string | undefined,
  grown: (bytes: number) => void,
): Promise<Buffer> {
  const names = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase())
  const wanted = names.filter((name) => name !== '' && name !== 'identity')
  const [name] = wanted
  if (name === undefined || packed.length === 0) return packed
  const unpacking = ENCODINGS[name]
  if (unpacking === undefined || wanted.length > 1) {
    throw new Refusal(
      'bad-encoding',
      `Content-Encoding ${JSON.stringify(encoding)} is not read here; send it plain, or as gzip, deflate or zstd.`,
    )
  }
  const chunks: Buffer[] = []
  try {
    for await (const chunk of unpacking(packed)) {
      grown(chunk.length)
      chunks.push(Buffer.from(chunk))
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(
      'bad-request',
      `The ${name} data of the body is damaged or breaks off (${messageOf(error)}); nothing of it was taken.`,
    )
  }
  return Buffer.concat(chunks)
}

async function* through(stream: NodeJS.ReadWriteStream, packed: Buffer): AsyncGenerator<Buffer> {
  stream.end(packed)
  for await (const chunk of stream) yield chunk as Buffer
}

async function* unzstandard(packed: Buffer): AsyncGenerator<Buffer> {
  let at = 0
  const unpacker = unzstd({
    async read(target) {
      const copied = packed.copy(target, 0, at)
      at += copied
      return copied
    },
  })
  for (let chunk = await unpacker.next(); chunk !== null; chunk = await unpacker.next()) yield chunk
  if (unpacker.damage !== null) throw new Error(unpacker.damage)
}

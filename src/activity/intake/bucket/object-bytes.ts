import type { InputBytes, InputCursor } from '../input-bytes.ts'
import type { BucketObject, S3Client } from './s3-client.ts'

/** The bytes of an object, read as they are needed; going to another place is another request. */
export function objectBytes(
  client: S3Client,
  bucket: string,
  object: BucketObject,
  name: string,
): InputBytes {
  return {
    name,
    size: object.bytes,
    storedSize: object.bytes,
    open: async () => objectCursor(client, bucket, object),
  }
}

function objectCursor(client: S3Client, bucket: string, object: BucketObject): InputCursor {
  let at = 0
  let reader: Awaited<ReturnType<S3Client['get']>> | null = null
  let chunk: Uint8Array = new Uint8Array(0)
  let damage: string | null = null

  const stop = async () => {
    // What was not read is not wanted; a connection that breaks while it is let go changes nothing.
    await reader?.cancel().catch(() => undefined)
    reader = null
    chunk = new Uint8Array(0)
  }

  return {
    get position() {
      return at
    },
    get storedPosition() {
      return at
    },
    get damage() {
      return damage
    },
    async read(target) {
      if (at >= object.bytes) return 0
      while (chunk.length === 0) {
        reader ??= await client.get(bucket, object, at)
        const next = await reader.read().catch(() => ({ done: true as const, value: undefined }))
        if (next.done) {
          damage = `the connection ended at byte ${at} of ${object.bytes}`
          return 0
        }
        chunk = next.value
      }
      const copied = Math.min(chunk.length, target.length)
      target.set(chunk.subarray(0, copied))
      chunk = chunk.subarray(copied)
      at += copied
      return copied
    },
    async seek(position) {
      if (position === at) return
      await stop()
      at = position
    },
    close: stop,
  }
}

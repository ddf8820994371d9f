import type { RecordsStore } from '../../../store/records/records-store.ts'
import { type FileResult, nothingTaken } from '../result.ts'
import { type Taker, takeInput } from '../take-input.ts'
import { objectBytes } from './object-bytes.ts'
import type { BucketObject, S3Client } from './s3-client.ts'

/** Objects of a bucket whose keys begin alike. */
export interface BucketPlace {
  readonly bucket: string
  readonly prefix: string
}

/**
 * The place that a path names, or null where it is no bucket's.
 *
 * @example bucketPlace('s3://logs/cloudtrail/2026/') // => { bucket: 'logs', prefix: 'cloudtrail/2026/' }
 * @example bucketPlace('logs/today.log') // => null
 */
export function bucketPlace(path: string): BucketPlace | null {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(path) ?? []
  return bucket === undefined ? null : { bucket, prefix }
}

/**
 * Takes the objects under a prefix in the order of their keys, each as the file it is. One whose content is what it
 * was when it was taken is not fetched again.
 */
export async function* takeBucket(
  taker: Taker,
  client: S3Client,
  place: BucketPlace,
): AsyncGenerator<FileResult> {
  for await (const object of client.list(place.bucket, place.prefix)) {
    // What stands for a folder.
    if (object.key.endsWith('/') && object.bytes === 0) continue
    yield* takeObject(taker, client, place.bucket, object)
    if (taker.signal?.aborted === true) return
  }
}

async function* takeObject(
  taker: Taker,
  client: S3Client,
  bucket: string,
  object: BucketObject,
): AsyncGenerator<FileResult> {
  const { records } = taker.stores
  const name = `s3://${bucket}/${object.key}`
  const known = await takenObject(records, name, object.etag)
  if (known !== undefined) {
    yield { ...nothingTaken(name), source: known.source, lines: known.lines, duplicates: known.lines }
    return
  }
  let lines = 0
  let whole = true
  let source: string | null = null
  const input = { path: object.key, name, named: false }
  for await (const result of takeInput(taker, input, async () => objectBytes(client, bucket, object, name))) {
    lines += result.lines
    source = result.source
    if (result.error !== undefined || result.skipped !== undefined) whole = false
    yield result
  }
  if (whole && taker.signal?.aborted !== true) await rememberObject(records, name, object.etag, source, lines)
}

async function takenObject({ db }: RecordsStore, name: string, etag: string) {
  return db
    .selectFrom('bucket_object')
    .select(['source', 'lines'])
    .where('name', '=', name)
    .where('etag', '=', etag)
    .executeTakeFirst()
}

async function rememberObject(
  { db }: RecordsStore,
  name: string,
  etag: string,
  source: string | null,
  lines: number,
): Promise<void> {
  const values = { etag, source, lines, taken_at: new Date().toISOString() }
  await db
    .insertInto('bucket_object')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

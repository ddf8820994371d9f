import { DOMParser } from '@xmldom/xmldom'
import { AwsClient } from 'aws4fetch'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'

/** An object in a bucket. */
export interface BucketObject {
  readonly key: string
  readonly bytes: number
  /** Changes with the content. */
  readonly etag: string
}

/** What is asked of an S3-compatible store: two calls, both reading. */
export interface S3Client {
  /** The objects under a prefix, in the order of their keys. */
  list(bucket: string, prefix: string): AsyncGenerator<BucketObject>
  /** The bytes of an object from `position` on, as long as its content is still that of `etag`. */
  get(
    bucket: string,
    object: BucketObject,
    position: number,
  ): Promise<ReadableStreamDefaultReader<Uint8Array>>
}

/** Where the store is and as whom to ask; the names are those of the AWS tools. */
export interface S3Settings {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly region: string
  /** Of a store that is not Amazon's, e.g. `http://127.0.0.1:9000`; its buckets stand in the path. */
  readonly endpoint?: string | undefined
}

/**
 * The settings from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION and AWS_ENDPOINT_URL_S3 or
 * AWS_ENDPOINT_URL.
 *
 * @throws WeighbridgeError `bad-usage` where a needed one is missing.
 */
export function s3SettingsFrom(environment: Readonly<Record<string, string | undefined>>): S3Settings {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL']
  const need = (name: string): string => {
    const value = environment[name]
    if (value !== undefined && value !== '') return value
    throw new WeighbridgeError('bad-usage', `Reading a bucket needs ${name}; set it in the environment.`)
  }
  return {
    accessKeyId: need('AWS_ACCESS_KEY_ID'),
    secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment['AWS_SESSION_TOKEN'],
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    endpoint,
  }
}

/** A client for Amazon S3 and what speaks its protocol: Signature Version 4, ListObjectsV2 and GetObject. */
export function s3Client(settings: S3Settings): S3Client {
  const { accessKeyId, secretAccessKey, sessionToken, region, endpoint } = settings
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: 's3',
    region,
    retries: 3,
  })

  const urlOf = (bucket: string, key = ''): URL => {
    const path = key.split('/').map(encodeURIComponent).join('/')
    if (endpoint === undefined) return new URL(`https://${bucket}.s3.${region}.amazonaws.com/${path}`)
    return new URL(`${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}/${path}`)
  }

  const ask = async (url: URL, headers: Record<string, string> = {}): Promise<Response> => {
    let response: Response
    try {
      response = await client.fetch(url.href, { headers })
    } catch (error) {
      throw new WeighbridgeError('store-failed', `${url.host} does not answer: ${causeOf(error)}.`, {
        cause: error,
      })
    }
    if (response.ok) return response
    throw refusal(response.status, url, await response.text())
  }

  return {
    async *list(bucket, prefix) {
      for (let token: string | null = ''; token !== null; ) {
        const url = urlOf(bucket)
        // Not encoding-type=url: stores differ in what they make of a plus sign.
        const query = { 'list-type': '2', prefix, 'continuation-token': token }
        for (const [name, value] of Object.entries(query)) if (value !== '') url.searchParams.set(name, value)
        const page = pageOf(await (await ask(url)).text(), url)
        yield* page.objects
        token = page.next
      }
    },

    async get(bucket, { key, etag }, position) {
      const range: Record<string, string> = position === 0 ? {} : { range: `bytes=${position}-` }
      const { body } = await ask(urlOf(bucket, key), { 'if-match': etag, ...range })
      if (body === null) throw new WeighbridgeError('bad-input', 'it came without a body; take it again.')
      return body.getReader()
    },
  }
}

function pageOf(xml: string, url: URL): { objects: BucketObject[]; next: string | null } {
  let root: ReturnType<DOMParser['parseFromString']>
  try {
    root = new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml')
  } catch (error) {
    throw new WeighbridgeError(
      'store-failed',
      `${url.host} answered with what is no XML: ${messageOf(error)}.`,
    )
  }
  const textOf = (
    parent: {
      getElementsByTagName(name: string): { item(at: number): { textContent: string | null } | null }
    },
    name: string,
  ) => parent.getElementsByTagName(name).item(0)?.textContent ?? ''
  const contents = root.getElementsByTagName('Contents')
  const objects = Array.from({ length: contents.length }, (_, at) => {
    const item = contents.item(at) as NonNullable<ReturnType<typeof contents.item>>
    return {
      key: textOf(item, 'Key'),
      bytes: Number(textOf(item, 'Size')),
      etag: textOf(item, 'ETag'),
    }
  })
  const truncated = textOf(root, 'IsTruncated') === 'true'
  return { objects, next: truncated ? textOf(root, 'NextContinuationToken') : null }
}

/** What to do about an answer that is none. */
const ADVICE: Readonly<Record<number, string>> = {
  301: 'it lies in another region; set AWS_REGION',
  403: 'the key may not read it; grant s3:ListBucket and s3:GetObject',
  404: 'there is no such bucket or object',
  412: 'it was changed while it was read; take it again',
}

function refusal(status: number, { host, pathname }: URL, body: string): WeighbridgeError {
  const code = /<Code>([A-Za-z]+)<\/Code>/.exec(body)?.[1]
  const advice = ADVICE[status] ?? 'try again later'
  // Of one object that went away or changed the others know nothing.
  const ofObject = (status === 404 || status === 412) && code !== 'NoSuchBucket'
  return new WeighbridgeError(
    ofObject ? 'bad-input' : 'store-failed',
    `${host}${pathname} answered ${status}${code === undefined ? '' : ` (${code})`}: ${advice}.`,
  )
}

function causeOf(error: unknown): string {
  return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
}

import { z } from 'zod'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { ANALYTICS_MIGRATIONS } from '../analytics/migrate.ts'
import { MIGRATIONS } from '../records/migrations.ts'

/** Of the files and of the manifest; a program that reads less refuses more. */
export const FORMAT_VERSION = 1

export const MANIFEST = 'manifest.json'
/** Holds the SHA-256 of the manifest, as `sha256sum` writes it. */
export const MANIFEST_HASH = 'manifest.json.sha256'

const name = z.string().regex(/^\w+$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** Only plain names: a file of a backup is never looked for, nor written, anywhere else. */
const file = z
  .string()
  .regex(/^[^/\\\0]+(\/[^/\\\0]+)?$/)
  .refine((path) => !path.split('/').includes('..'))
const count = z.number().int().nonnegative()

const manifest = z.strictObject({
  format: z.literal(FORMAT_VERSION),
  version: z.string(),
  createdAt: z.string(),
  installation: z.string().nullable(),
  analytics: z.strictObject({
    migrations: z.array(z.string()).min(1),
    tables: z.array(
      z.strictObject({
        name,
        columns: z.array(z.strictObject({ name, type: z.string() })).min(1),
        parts: z.array(z.strictObject({ partition: name, rows: count, hash: z.string(), file })),
      }),
    ),
  }),
  records: z.strictObject({
    migrations: z.array(z.string()).min(1),
    counters: z.record(z.string(), count),
    tables: z.array(
      z.strictObject({ name, columns: z.array(name).min(1), rows: count, hash: z.string(), file }),
    ),
  }),
  /** Own log formats, by the name of their file. */
  sources: z.array(z.strictObject({ name: file, file })),
  files: z.array(z.strictObject({ name: file, bytes: count, sha256 })),
})

/** What a backup holds. */
export type Manifest = z.infer<typeof manifest>

/**
 * Reads a manifest whose hash is right.
 *
 * @param version of this program.
 * @throws WeighbridgeError `bad-input` where it is none, or a newer program wrote it.
 */
export function readManifest(text: string, path: string, version: string): Manifest {
  const outline = parsed(text, path) as Partial<Manifest> | null
  const newer = [
    ...(Number(outline?.format) > FORMAT_VERSION ? [`format ${outline?.format}`] : []),
    ...(isNewer(outline?.version ?? '', version) ? [`version ${outline?.version}`] : []),
    ...unknown(outline?.analytics?.migrations, ANALYTICS_MIGRATIONS),
    ...unknown(
      outline?.records?.migrations,
      MIGRATIONS.map((migration) => migration.name),
    ),
  ]
  if (newer.length > 0) {
    throw new WeighbridgeError(
      'bad-input',
      `${path} was written by a newer Weighbridge than this one, ${version} (it has ${newer.join(', ')}); update this one and run the command again.`,
    )
  }
  const result = manifest.safeParse(outline)
  if (result.success) return result.data
  throw new WeighbridgeError(
    'bad-input',
    `${path}: ${MANIFEST} is not one of a backup: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
  )
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${path}: ${MANIFEST} is not JSON: ${messageOf(error)}`)
  }
}

function unknown(names: unknown, known: readonly string[]): string[] {
  return Array.isArray(names) ? names.filter((one) => !known.includes(one)) : []
}

/**
 * True where a version is after another one.
 *
 * @example isNewer('0.10.0', '0.9.3') // => true
 */
export function isNewer(version: string, than: string): boolean {
  const numbers = (text: string) => text.split(/[.+-]/).slice(0, 3).map(Number)
  const [left, right] = [numbers(version), numbers(than)]
  for (let at = 0; at < 3; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

import { z } from 'zod'
import { SCALAR_TYPES } from '../plan/type.ts'

/** What a table's rows can be taken from: the views that `docs/tables.md` explains. */
export const VIEWS = [
  'inference',
  'artifact',
  'object',
  'flow',
  'flow_counter',
  'web',
  'session',
  'inference_hour',
  'artifact_hour',
  'object_hour',
  'flow_hour',
  'person',
  'account',
  'lease',
  'staff',
  'asset',
  'asset_pattern',
  'destination',
  'signal',
  'reject',
] as const

const TYPE_AND_SQL = /^\s*([a-z]+)\s*(?:=\s*([\s\S]*\S)\s*)?$/

const type = z.enum(SCALAR_TYPES)
const expression = z.string().trim().min(1)

const longForm = z.strictObject({
  type,
  sql: expression.optional(),
  description: z.string().optional(),
  emptyIsNull: z.boolean().optional(),
})

/** `long`, or `long = toInt64(bytes)`: a type, and SQL over the view. */
const shortForm = z.string().transform((text, context): z.infer<typeof longForm> => {
  const parts = TYPE_AND_SQL.exec(text)
  const known = SCALAR_TYPES.find((name) => name === parts?.[1])
  if (known !== undefined) return parts?.[2] === undefined ? { type: known } : { type: known, sql: parts[2] }
  context.addIssue({
    code: 'custom',
    message: `"${text}" is neither a type nor "type = SQL"; types are ${SCALAR_TYPES.join(', ')}`,
  })
  return z.NEVER
})

const name = z.string().trim().min(1).max(200)

const select = z.strictObject({
  from: z.enum(VIEWS),
  /** Which rows of the view; SQL over its columns. */
  where: expression.optional(),
  /** SQL over the view for columns; those left out are null, texts ''. */
  values: z.record(z.string(), expression),
})

/**
 * A table as data. `columns` gives every column its type, and with `from` its SQL over that view. A table that is fed
 * by several views has `selects` instead of `from`, each with SQL for the columns it can fill. One with neither is
 * declared only: its rows come with the query, or it is empty.
 */
export const schemaFileSchema = z
  .strictObject({
    name,
    description: z.string().trim().min(1).optional(),
    /** Where the vendor publishes the columns. */
    reference: z.url({ protocol: /^https$/ }).optional(),
    aliases: z.array(name).default([]),
    time: name.optional(),
    from: z.enum(VIEWS).optional(),
    where: expression.optional(),
    selects: z.array(select).min(1).optional(),
    columns: z.record(name, z.union([shortForm, longForm])),
    partial: z.boolean().default(false),
    splunk: z.strictObject({ index: name, sourcetypes: z.array(name).min(1).exactOptional() }).optional(),
    dataModel: z.strictObject({ model: name, dataset: name }).optional(),
    logSource: z
      .strictObject({
        category: name.exactOptional(),
        product: name.exactOptional(),
        service: name.exactOptional(),
      })
      .optional(),
  })
  .superRefine((file, context) => {
    const fail = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const columns = new Map(Object.entries(file.columns))
    if (columns.size === 0) fail(['columns'], 'there is none')
    if (file.from !== undefined && file.selects !== undefined)
      fail(['selects'], 'give from or selects, not both')
    if (file.where !== undefined && file.from === undefined) fail(['where'], 'it needs from')
    for (const [column, { type, sql, emptyIsNull }] of columns) {
      if (sql !== undefined && file.from === undefined)
        fail(['columns', column], 'SQL needs from; beside selects it stands under values')
      if (emptyIsNull !== undefined && type !== 'string')
        fail(['columns', column, 'emptyIsNull'], `it is for strings, not for ${type}`)
    }
    for (const [at, { values }] of (file.selects ?? []).entries()) {
      for (const column of Object.keys(values)) {
        if (!columns.has(column)) fail(['selects', `${at}`, 'values', column], 'columns does not list it')
      }
    }
    if (file.time !== undefined && columns.get(file.time)?.type !== 'datetime')
      fail(['time'], `columns lists no datetime ${file.time}`)
  })

/** A table as data; see {@link schemaFileSchema}. */
export type SchemaFile = z.infer<typeof schemaFileSchema>

/** One view that feeds a table, and what it gives. */
export interface SchemaSelect {
  readonly from: string
  readonly where?: string | undefined
  readonly values: ReadonlyMap<string, string>
}

/** The views that feed a table; none: it is declared only. */
export function selectsOf(file: SchemaFile): SchemaSelect[] {
  if (file.selects !== undefined) {
    return file.selects.map(({ values, ...rest }) => ({ ...rest, values: new Map(Object.entries(values)) }))
  }
  if (file.from === undefined) return []
  const values = Object.entries(file.columns).flatMap(([column, { sql }]) =>
    sql === undefined ? [] : [[column, sql] as const],
  )
  return [{ from: file.from, where: file.where, values: new Map(values) }]
}

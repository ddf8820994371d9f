import { z } from 'zod'
import { SCALAR_TYPES, type ScalarType } from '../plan/type.ts'

/** What a table's rows can be taken from: the views that `docs/tables.md` explains. */
const VIEWS = [
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
/** SQL; YAML reads a lone figure as a number. */
const expression = z.union([z.string().trim().min(1), z.number().transform(String)])

/** A column as data: its type, and SQL over the view. */
const longForm = z.strictObject({
  type,
  sql: expression.optional(),
  description: z.string().optional(),
  emptyIsNull: z.boolean().optional(),
})

/** In short it is a text: `long`, or `long = toInt64(bytes)`. */
const columnForm = z.preprocess((given) => {
  if (typeof given !== 'string') return given
  const [, type, sql] = TYPE_AND_SQL.exec(given) ?? []
  return { type: type ?? given, ...(sql !== undefined && { sql }) }
}, longForm)

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
    columns: z.record(name, columnForm).default({}),
    /** More columns, in short: names by type, separated by blanks. No view fills them. */
    declared: z.partialRecord(type, z.string()).default({}),
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
  .transform(({ columns, declared, ...file }, context) => {
    const fail = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const all = new Map<string, ColumnForm>(Object.entries(columns))
    for (const [type, names] of Object.entries(declared) as [ScalarType, string][]) {
      for (const column of names.split(/\s+/).filter((word) => word !== '')) {
        if (all.has(column)) fail(['declared', type], `${column} is listed twice`)
        all.set(column, { type })
      }
    }
    if (all.size === 0) fail(['columns'], 'there is none')
    if (file.from !== undefined && file.selects !== undefined)
      fail(['selects'], 'give from or selects, not both')
    if (file.where !== undefined && file.from === undefined) fail(['where'], 'it needs from')
    for (const [column, { type, sql, emptyIsNull }] of all) {
      if (sql !== undefined && file.from === undefined)
        fail(['columns', column], 'SQL needs from; beside selects it stands under values')
      if (emptyIsNull !== undefined && type !== 'string')
        fail(['columns', column, 'emptyIsNull'], `it is for strings, not for ${type}`)
    }
    for (const [at, { values }] of (file.selects ?? []).entries()) {
      for (const column of Object.keys(values)) {
        if (!all.has(column)) fail(['selects', `${at}`, 'values', column], 'columns does not list it')
      }
    }
    if (file.time !== undefined && all.get(file.time)?.type !== 'datetime')
      fail(['time'], `columns lists no datetime ${file.time}`)
    return { ...file, columns: all as ReadonlyMap<string, ColumnForm> }
  })

/** A table as data; see {@link schemaFileSchema}. */
export type SchemaFile = z.infer<typeof schemaFileSchema>
export type ColumnForm = z.infer<typeof longForm>

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
  const values = [...file.columns].flatMap(([column, { sql }]) =>
    sql === undefined ? [] : [[column, sql] as const],
  )
  return [{ from: file.from, where: file.where, values: new Map(values) }]
}

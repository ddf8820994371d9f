import { parse } from 'yaml'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { rememberSelects } from './narrow-select.ts'
import type { SchemaColumn, SchemaTable } from './schema.ts'
import { type ColumnForm, type SchemaFile, schemaFileSchema, selectsOf } from './schema-file.ts'
import { selectSql } from './select-sql.ts'

/**
 * Reads the declaration of a table: first the table, then the same under each of its other names.
 *
 * @throws WeighbridgeError `bad-input`, naming the file and the field.
 */
export function readSchemaTables(text: string, file: string): [SchemaTable, ...SchemaTable[]] {
  const declaration = readSchemaFile(text, file)
  const table = tableOf(declaration)
  // What another product calls it is said of the table itself, so that its searches find it once.
  const { splunk: _index, dataModel: _model, logSource: _source, ...named } = table
  return [table, ...declaration.aliases.map((name) => ({ ...named, name, aliasOf: table.name }))]
}

/** The declaration as it is written; throws like {@link readSchemaTables}. */
export function readSchemaFile(text: string, file: string): SchemaFile {
  const result = schemaFileSchema.safeParse(yamlOf(text, file))
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw new WeighbridgeError('bad-input', `${file} is no table: ${faults.join('; ')}.`)
}

function tableOf(file: SchemaFile): SchemaTable {
  const selects = selectsOf(file)
  const columns = [...file.columns].map(([name, column]) => columnOf(name, column, selects.length > 0))
  const { name, description, time, splunk, dataModel, logSource } = file
  const table: SchemaTable = {
    name,
    columns,
    ...(selects.length > 0 && { select: selectSql(columns, selects) }),
    ...(description !== undefined && { description }),
    ...(file.partial && { partial: true }),
    ...(time !== undefined && { time }),
    ...(splunk !== undefined && { splunk }),
    ...(dataModel !== undefined && { dataModel }),
    ...(logSource !== undefined && { logSource }),
  }
  return selects.length > 0 ? rememberSelects(table, selects) : table
}

// Activity writes '' for a text that the log did not have.
function columnOf(name: string, column: ColumnForm, isActivity: boolean): SchemaColumn {
  const { type, description, emptyIsNull = isActivity && type === 'string' } = column
  return {
    name,
    type,
    ...(description !== undefined && { description }),
    ...(emptyIsNull && { emptyIsNull }),
  }
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file}: it is not YAML: ${messageOf(error)}`)
  }
}

import { parse } from 'yaml'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import type { SchemaColumn, SchemaTable } from './schema.ts'
import { type SchemaFile, schemaFileSchema, selectsOf } from './schema-file.ts'
import { selectSql } from './select-sql.ts'

/**
 * Reads the declaration of one table.
 *
 * @throws WeighbridgeError `bad-input`, naming the file and the field.
 */
export function readSchemaTable(text: string, file: string): SchemaTable {
  const result = schemaFileSchema.safeParse(yamlOf(text, file))
  if (result.success) return tableOf(result.data)
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw new WeighbridgeError('bad-input', `${file} is no table: ${faults.join('; ')}.`)
}

function tableOf(file: SchemaFile): SchemaTable {
  const selects = selectsOf(file)
  const columns = Object.entries(file.columns).map(([name, column]) =>
    columnOf(name, column, selects.length > 0),
  )
  const { name, description, time, aliases, splunk, dataModel, logSource } = file
  return {
    name,
    columns,
    ...(selects.length > 0 && { select: selectSql(columns, selects) }),
    ...(description !== undefined && { description }),
    ...(aliases.length > 0 && { aliases }),
    ...(file.partial && { partial: true }),
    ...(time !== undefined && { time }),
    ...(splunk !== undefined && { splunk }),
    ...(dataModel !== undefined && { dataModel }),
    ...(logSource !== undefined && { logSource }),
  }
}

// Activity writes '' for a text that the log did not have.
function columnOf(name: string, column: SchemaFile['columns'][string], isActivity: boolean): SchemaColumn {
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

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { readSchemaTables } from './read-schema-table.ts'
import type { Schema, SchemaTable } from './schema.ts'

/** Products whose tables come with the program, each a folder beside this file. */
export const PRODUCTS = ['sentinel', 'splunk', 'sigma', 'ocsf', 'zeek', 'weighbridge'] as const

/** The name of all of them together. */
export const ALL_SCHEMAS = 'all'

/** Of the data folder: one YAML file for each table that the user declared. */
export const OWN_SCHEMAS = 'schemas'

export interface SchemaOptions {
  /** Data folder whose `schemas/*.yaml` declare tables, too. */
  readonly userFolder?: string | undefined
  /** More files that declare tables. */
  readonly files?: readonly string[]
  /** Take names that are in no schema as tables whose columns are inferred; false where not given. */
  readonly open?: boolean
}

/**
 * The tables of a product, or of all (`all`), and those that the user declared; one of the user's stands in for a
 * shipped one of the same name.
 *
 * @throws WeighbridgeError `not-found` for another name, `bad-input` naming a file and its field.
 */
export function schemaNamed(name: string = ALL_SCHEMAS, options: SchemaOptions = {}): Schema {
  const products = name === ALL_SCHEMAS ? PRODUCTS : PRODUCTS.filter((product) => product === name)
  if (products.length === 0) {
    throw new WeighbridgeError(
      'not-found',
      `There is no schema ${name}; there are ${[...PRODUCTS, ALL_SCHEMAS].join(', ')}.`,
    )
  }
  const folder = options.userFolder === undefined ? [] : ownSchemaFiles(options.userFolder)
  const own = [...folder, ...(options.files ?? [])].flatMap(tablesInFile)
  const ownNames = new Set(own.map((table) => table.name))
  const shipped = products.flatMap(shippedTables).filter((table) => !ownNames.has(table.name))
  return { name, tables: [...shipped, ...own], open: options.open ?? false }
}

/** Tables that come with the program. */
export function shippedTables(product: (typeof PRODUCTS)[number]): SchemaTable[] {
  const folder = fileURLToPath(new URL(`./${product}`, import.meta.url))
  return yamlFilesIn(folder).flatMap(tablesInFile)
}

/** The files of the tables that the user declared. */
export function ownSchemaFiles(dataDir: string): string[] {
  return yamlFilesIn(join(dataDir, OWN_SCHEMAS))
}

const read = new Map<string, { readonly changed: number; readonly tables: readonly SchemaTable[] }>()

/** The table of a file, and the same under its other names. Every query needs them: a file is read again only when it changed. */
export function tablesInFile(file: string): readonly SchemaTable[] {
  const changed = changedAt(file)
  const known = read.get(file)
  if (known?.changed === changed) return known.tables
  const tables = readSchemaTables(readFileSync(file, 'utf8'), file)
  read.set(file, { changed, tables })
  return tables
}

function changedAt(file: string): number {
  try {
    return statSync(file).mtimeMs
  } catch (error) {
    throw new WeighbridgeError('not-found', `${file} cannot be read: ${messageOf(error)}.`, { cause: error })
  }
}

function yamlFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))
}

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { COLUMNS } from '../kinds.ts'
import { type Source, type SourceRow, sourceSchema } from './source.ts'

/** Of the data folder: one YAML file for each log format that the user added. */
export const OWN_SOURCES = 'sources'

/** Every log format: those that come with the program, and those in the data folder. Files are read once. */
export function loadSources(dataDir?: string): readonly Source[] {
  const own = dataDir === undefined ? [] : ownSourceFiles(dataDir).map(readOnce)
  const ownNames = new Set(own.map(({ name }) => name))
  // A format of one's own stands in for the shipped one of the same name.
  return [...shippedSources().filter(({ name }) => !ownNames.has(name)), ...own]
}

/** The files of the formats that the user added. */
export function ownSourceFiles(dataDir: string): string[] {
  const folder = join(dataDir, OWN_SOURCES)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))
}

function shippedSources(): readonly Source[] {
  return readdirSync(new URL('.', import.meta.url))
    .sort()
    .map((name) => fileURLToPath(new URL(`./${name}/source.yaml`, import.meta.url)))
    .filter((file) => existsSync(file))
    .map(readOnce)
}

const read = new Map<string, { readonly changed: number; readonly source: Source }>()

function readOnce(file: string): Source {
  const changed = statSync(file).mtimeMs
  const known = read.get(file)
  if (known?.changed === changed) return known.source
  const source = readSource(readFileSync(file, 'utf8'), file)
  read.set(file, { changed, source })
  return source
}

/**
 * Reads one source definition.
 *
 * @throws WeighbridgeError `bad-input`, naming the file and the field.
 */
export function readSource(text: string, file: string): Source {
  const result = sourceSchema.safeParse(yamlOf(text, file))
  if (!result.success) {
    const faults = result.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
    )
    throw new WeighbridgeError('bad-input', `${file} is no source: ${faults.join('; ')}.`)
  }
  const source = result.data
  checkPatterns(source, file)
  for (const [at, row] of source.rows.entries()) {
    const place = source.rows.length === 1 ? 'columns' : `rows[${at}].columns`
    checkColumns(row, `${file}: ${place}`)
  }
  return source
}

function checkColumns({ activity, columns }: SourceRow, place: string): void {
  const known = COLUMNS[activity]
  for (const name of Object.keys(columns)) {
    if (known.some((column) => column.name === name)) continue
    throw new WeighbridgeError('bad-input', `${place}.${name}: ${activity} has no column ${name}.`)
  }
  for (const column of known) {
    if (column.otherwise !== undefined || column.name in columns) continue
    throw new WeighbridgeError('bad-input', `${place}.${column.name} is missing; ${activity} needs it.`)
  }
}

function checkPatterns({ recognise }: Source, file: string): void {
  for (const field of ['line', 'header'] as const) {
    try {
      new RegExp(recognise[field] ?? '')
    } catch (error) {
      throw new WeighbridgeError('bad-input', `${file}: recognise.${field}: ${messageOf(error)}.`)
    }
  }
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file}: it is not YAML: ${messageOf(error)}`)
  }
}

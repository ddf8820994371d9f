import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { messageOf, WeighbridgeError } from '../../base/errors.ts'
import { COLUMNS } from '../kinds.ts'
import { type Source, type SourceRow, sourceSchema } from './source.ts'

let shipped: readonly Source[] | null = null

/** Every log format that comes with the program: one folder here each. They are read once. */
export function loadSources(): readonly Source[] {
  shipped ??= readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const file = new URL(`./${name}/source.yaml`, import.meta.url)
      return readSource(readFileSync(file, 'utf8'), `${name}/source.yaml`)
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  return shipped
}

/**
 * Reads one source definition.
 *
 * @throws WeighbridgeError `bad-input`, naming the file and the field.
 */
export function readSource(text: string, file: string): Source {
  const result = sourceSchema.safeParse(parse(text))
  if (!result.success) {
    throw new WeighbridgeError('bad-input', `${file}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`)
  }
  const source = result.data
  for (const [at, row] of source.rows.entries()) {
    const place = source.rows.length === 1 ? 'columns' : `rows[${at}].columns`
    checkColumns(row, `${file}: ${place}`)
  }
  checkPatterns(source, file)
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

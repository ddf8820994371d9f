import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { WeighbridgeError } from '../../base/errors.ts'
import { COLUMNS } from '../kinds.ts'
import { type Source, sourceSchema } from './source.ts'

/** One folder a source; adding one is a folder and a name here. */
const SOURCE_NAMES = ['inference-log', 'openai-gateway', 'registry-log', 'lake-log', 'flow-log'] as const

/** Reads every registered log format. */
export function loadSources(): readonly Source[] {
  return SOURCE_NAMES.map((name) => {
    const file = new URL(`./${name}/source.yaml`, import.meta.url)
    return readSource(readFileSync(file, 'utf8'), `${name}/source.yaml`)
  })
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
  const known = COLUMNS[source.activity]
  for (const name of Object.keys(source.columns)) {
    if (known.some((column) => column.name === name)) continue
    throw new WeighbridgeError(
      'bad-input',
      `${file}: columns.${name}: ${source.activity} has no column ${name}.`,
    )
  }
  for (const column of known) {
    if (column.otherwise !== undefined || column.name in source.columns) continue
    throw new WeighbridgeError(
      'bad-input',
      `${file}: columns.${column.name} is missing; ${source.activity} needs it.`,
    )
  }
  return source
}

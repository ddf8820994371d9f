import { dropStatements, intakeStatements, intakeTable } from '../activity/direct/intake-table.ts'
import { loadSources } from '../activity/sources/registry.ts'
import { WeighbridgeError } from '../base/errors.ts'
import type { CommonOptions } from './command.ts'
import { print, printJson } from './output.ts'
import { withStores } from './with-stores.ts'

/** Makes the intake tables of some sources on the server, anew where they are there, or takes them away. */
export async function direct(
  names: readonly string[],
  { data, json, drop }: CommonOptions & { readonly drop: boolean },
): Promise<void> {
  if ((process.env['WEIGHBRIDGE_ANALYTICS'] ?? '') === '') {
    throw new WeighbridgeError(
      'bad-usage',
      'Shippers write into a ClickHouse server, and here the engine is in this process; set WEIGHBRIDGE_ANALYTICS, or have them send to "weighbridge serve --intake".',
    )
  }
  const known = loadSources(data)
  const sources = names.map((name) => {
    const source = known.find((candidate) => candidate.name === name)
    if (source !== undefined) return source
    throw new WeighbridgeError(
      'not-found',
      `There is no source ${name}; "weighbridge sources" lists those there are.`,
    )
  })
  await withStores(data, async ({ analytics }) => {
    for (const source of sources) {
      const made = drop ? [] : intakeStatements(source)
      for (const statement of [...dropStatements(source), ...made]) await analytics.define(statement)
      const table = intakeTable(source.name)
      if (json) printJson({ source: source.name, table, state: drop ? 'dropped' : 'ready' })
      else print(drop ? `${table} is gone.` : `${table} takes lines of ${source.name}.`)
    }
  })
}

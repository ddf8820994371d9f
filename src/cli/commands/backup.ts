import type { Command } from 'commander'
import { OWN_SOURCES } from '../../activity/sources/registry.ts'
import { formatCount, formatCounted } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import type { Stores } from '../../store/stores.ts'
import { writeBackup } from '../../store/transfer/backup.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { note, print, printJson } from '../output.ts'
import { version } from '../version.ts'
import { withStores } from '../with-stores.ts'

/** The own log formats of a data folder, as backups hold them. */
export const SOURCES = { folder: OWN_SOURCES, ending: '.yaml' } as const

export const backup: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('backup'))
      .argument('<file-or-dir>', 'a new folder, or a new file NAME.tar')
      .description('write everything an installation holds in one form that every engine takes back')
      .action(async (path: string, options: CommonOptions) => {
        const manifest = await alone(options.data, (stores) =>
          writeBackup(stores, {
            path,
            dataDir: options.data,
            sources: SOURCES,
            version: version(),
            onPart: ({ table, partition, rows }) =>
              note(`${table} ${partition}: ${formatCounted(rows, 'row')}`),
          }),
        )
        const rows = manifest.analytics.tables
          .flatMap(({ parts }) => parts)
          .reduce((sum, part) => sum + part.rows, 0)
        const records = manifest.records.tables.reduce((sum, table) => sum + table.rows, 0)
        const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
        if (options.json) {
          printJson({ path, rows, records, sources: manifest.sources.length, bytes })
          return
        }
        print(
          `${path}: ${formatCounted(rows, 'row')} of activity, ${formatCounted(records, 'record')}, ${formatCounted(manifest.sources.length, 'own log format')}, ${formatCount(bytes)} bytes. Keep it like the data: it holds names and log lines.`,
        )
      })
  },
}

async function alone<Result>(dataDir: string, run: (stores: Stores) => Promise<Result>): Promise<Result> {
  try {
    return await withStores(dataDir, run)
  } catch (error) {
    if (!(error instanceof WeighbridgeError) || error.code !== 'data-in-use') throw error
    throw new WeighbridgeError(
      'data-in-use',
      `${error.message} A backup is of one moment: stop what holds the folder, back up, and start it again.`,
      { cause: error },
    )
  }
}

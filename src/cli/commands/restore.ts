import type { Command } from 'commander'
import { formatCounted } from '../../base/bytes.ts'
import { restoreBackup } from '../../store/transfer/restore.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { note, print, printJson } from '../output.ts'
import { version } from '../version.ts'
import { SOURCES } from './backup.ts'
import { partLine } from './move.ts'

interface Options extends CommonOptions {
  readonly replace?: true
}

export const restore: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('restore'))
      .argument('<file-or-dir>', 'what "weighbridge backup" wrote')
      .option('--replace', 'remove for good what is there first')
      .description('fill an empty installation from a backup, wherever it keeps its rows')
      .action(async (path: string, options: Options) => {
        const manifest = await restoreBackup({
          path,
          dataDir: options.data,
          sources: SOURCES,
          version: version(),
          replace: options.replace ?? false,
          onPart: (part) => note(partLine(part)),
        })
        const rows = manifest.analytics.tables
          .flatMap(({ parts }) => parts)
          .reduce((sum, part) => sum + part.rows, 0)
        const records = manifest.records.tables.reduce((sum, table) => sum + table.rows, 0)
        if (options.json) {
          printJson({ path, data: options.data, rows, records, createdAt: manifest.createdAt })
          return
        }
        print(
          `${formatCounted(rows, 'row')} of activity and ${formatCounted(records, 'record')} of ${manifest.createdAt} are in ${options.data}, each proved by count and hash.`,
        )
      })
  },
}

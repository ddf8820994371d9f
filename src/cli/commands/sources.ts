import type { Command } from 'commander'
import { DIRECTORY_SOURCES } from '../../activity/directory/registry.ts'
import { loadSources } from '../../activity/sources/registry.ts'
import type { CliCommand } from '../command.ts'
import { print, printJson, textTable } from '../output.ts'

export const sources: CliCommand = {
  register(program: Command) {
    program
      .command('sources')
      .description('list the log formats and directory files that "ingest" recognises')
      .option('--json', 'print JSON lines instead of text')
      .action((options: { json?: true }) => {
        const rows = [
          ...loadSources().map(({ name, title, about, rows }) => ({
            name,
            gives: [...new Set(rows.map(({ activity }) => activity))].join(', '),
            title,
            about,
          })),
          ...DIRECTORY_SOURCES.map(({ name, title, about }) => ({ name, gives: 'directory', title, about })),
        ]
        if (options.json) {
          for (const row of rows) printJson(row)
          return
        }
        print(
          textTable(
            [{ title: 'source' }, { title: 'gives' }, { title: 'title' }],
            rows.map((row) => [row.name, row.gives, row.title]),
          ),
        )
        for (const row of rows) print(`\n${row.name}\n  ${row.about.trim()}`)
      })
  },
}

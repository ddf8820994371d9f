import type { Command } from 'commander'
import { formatCount } from '../../base/bytes.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { print, printJson, textTable } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'
import { withStores } from '../with-stores.ts'

interface Reject {
  readonly source: string
  readonly file: string
  readonly offset: number
  readonly reason: string
  readonly line: string
}

export const rejects: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('rejects'))
      .description('show the lines that did not become activity, with file, offset and reason')
      .option('--source <name>', 'only of this source')
      .option('--limit <n>', 'how many to show', wholeNumber, 50)
      .option('--summary', 'count them by source, file and reason')
      .option('--passed-over', 'instead those that are no fault: headers, health checks and their like')
      .action(
        async (
          options: CommonOptions & { source?: string; limit: number; summary?: true; passedOver?: true },
        ) => {
          await withStores(options.data, async ({ analytics }) => {
            // Of what was passed over the line itself is not kept: `file` and `offset` lead to it.
            const [view, line] = options.passedOver ? ['passed_over', `''`] : ['reject', 'line']
            const where = options.source === undefined ? '' : 'WHERE source = {source:String}'
            const parameters = { source: options.source ?? '', limit: options.limit }
            if (options.summary) {
              const rows = await analytics.query<Record<string, string | number>>(
                `SELECT source, file, reason, count() AS lines FROM ${view} ${where} GROUP BY ALL ORDER BY lines DESC, source, file, reason LIMIT {limit:UInt32}`,
                parameters,
              )
              if (options.json) for (const row of rows) printJson(row)
              else print(summaryTable(rows))
              return
            }
            const rows = await analytics.query<Reject>(
              `SELECT source, file, offset, reason, ${line} AS line FROM ${view} ${where} ORDER BY file, offset LIMIT {limit:UInt32}`,
              parameters,
            )
            if (options.json) for (const row of rows) printJson(row)
            else
              for (const row of rows)
                print(
                  `${row.file} at byte ${row.offset} (${row.source}): ${row.reason}${row.line === '' ? '' : `\n    ${shown(row.line)}`}`,
                )
            if (!options.json && rows.length === 0)
              print(options.passedOver ? 'No line was passed over.' : 'No line was rejected.')
            if (!options.json && rows.length === options.limit)
              print(`The first ${formatCount(rows.length)}; --limit shows more, --summary counts them.`)
          })
        },
      )
  },
}

function summaryTable(rows: readonly Record<string, string | number>[]): string {
  return textTable(
    [{ title: 'lines', right: true }, { title: 'source' }, { title: 'reason' }, { title: 'file' }],
    rows.map((row) => [
      formatCount(Number(row['lines'])),
      `${row['source']}`,
      `${row['reason']}`,
      `${row['file']}`,
    ]),
  )
}

/** The line comes from whoever wrote the log: control characters would move a terminal's cursor. */
function shown(line: string): string {
  const printable = line.replaceAll(/\p{Cc}|\p{Cf}/gu, '\uFFFD')
  return printable.length > 200 ? `${printable.slice(0, 200)}…` : printable
}

import type { Command } from 'commander'
import { type SourceHealth, sourceHealth, span } from '../../activity/health/source-health.ts'
import { formatCount } from '../../base/bytes.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { print, printJson, textTable } from '../output.ts'
import { withStores } from '../with-stores.ts'

/** How every source is doing: what came last, how fast, how late, and what was refused. */
export const health: CliCommand = {
  register(program: Command) {
    withCommonOptions(program.command('health'))
      .description(
        'say of every source when it last spoke, how fast and late it comes, and what was rejected',
      )
      .action(async (options: CommonOptions) => {
        const sources = await withStores(options.data, (stores) => sourceHealth(stores))
        if (options.json) for (const source of sources) printJson(source)
        else show(sources)
        if (sources.some(({ state }) => state !== 'ok')) process.exitCode = EXIT.failed
      })
  },
}

function show(sources: readonly SourceHealth[]): void {
  if (sources.length === 0) {
    print('No source has been taken yet; "weighbridge ingest PATH" takes logs.')
    return
  }
  print(
    textTable(
      [
        { title: 'source' },
        { title: 'state' },
        { title: 'last act' },
        { title: 'silent for', right: true },
        { title: 'lag', right: true },
        { title: 'lines/h', right: true },
        { title: 'lines', right: true },
        { title: 'rejected', right: true },
        { title: 'passed over', right: true },
        { title: 'late', right: true },
        { title: 'future', right: true },
      ],
      sources.map((source) => [
        source.source,
        source.state,
        source.lastEvent ?? 'none',
        source.silentFor === null ? '' : span(source.silentFor),
        source.lag === null ? '' : span(source.lag),
        formatCount(source.linesPerHour),
        formatCount(source.lines),
        formatCount(source.rejected),
        formatCount(source.passedOver),
        formatCount(source.late),
        formatCount(source.future),
      ]),
    ),
  )
  const unwell = sources.filter(({ state }) => state !== 'ok')
  if (unwell.length > 0) print()
  for (const { source, why } of unwell) print(`${source}: ${why}`)
}

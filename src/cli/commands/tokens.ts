import type { Command } from 'commander'
import { createToken, listTokens, revokeTokens, type Token } from '../../activity/receive/tokens.ts'
import { loadSources } from '../../activity/sources/registry.ts'
import { formatCounted } from '../../base/bytes.ts'
import { WeighbridgeError } from '../../base/errors.ts'
import type { RecordsStore } from '../../store/records/records-store.ts'
import { type CliCommand, type CommonOptions, withCommonOptions } from '../command.ts'
import { note, print, printJson, textTable } from '../output.ts'
import { wholeNumber } from '../whole-number.ts'
import { withRecords } from '../with-records.ts'

interface CreateOptions extends CommonOptions {
  readonly source: readonly string[]
  readonly days?: number
  readonly uuid?: true
}

export const tokens: CliCommand = {
  register(program: Command) {
    const command = program.command('tokens').description('who may send logs to "serve --intake"')
    withCommonOptions(command.command('create'))
      .description('make a token; its secret is shown this once')
      .argument('<name>', 'who will send with it')
      .option('--source <name>', 'it may send only this source; repeat for several', collect, [])
      .option('--days <n>', 'it expires after so many days', wholeNumber)
      .option('--uuid', 'a UUID, for senders that take no other form')
      .action((name: string, options: CreateOptions) =>
        withRecords(options, (records) => create(records, name, options)),
      )
    withCommonOptions(command.command('list'))
      .description('list the tokens, without their secrets')
      .action((options: CommonOptions) => withRecords(options, (records) => list(records, options)))
    withCommonOptions(command.command('revoke'))
      .description('make tokens invalid at once')
      .argument('<which>', 'the number of one, or the name of all that bear it')
      .action((which: string, options: CommonOptions) =>
        withRecords(options, (records) => revoke(records, which, options)),
      )
  },
}

async function create(records: RecordsStore, name: string, options: CreateOptions): Promise<void> {
  const known = loadSources(options.data).map((source) => source.name)
  const unknown = options.source.find((source) => !known.includes(source))
  if (unknown !== undefined) {
    throw new WeighbridgeError(
      'unknown-format',
      `There is no source ${unknown}; "weighbridge sources" lists them.`,
    )
  }
  const { token, secret } = await createToken(records, {
    name,
    sources: options.source,
    days: options.days,
    uuid: options.uuid,
  })
  if (options.json) {
    printJson({ ...token, secret })
    return
  }
  print(secret)
  note(`Token ${token.id} for ${name}; only its hash is kept, so this is the one time it is shown.`)
}

async function list(records: RecordsStore, { json }: CommonOptions): Promise<void> {
  const all = await listTokens(records)
  if (json) {
    for (const token of all) printJson({ ...token, state: stateOf(token) })
    return
  }
  if (all.length === 0) {
    print('There is no token; "weighbridge tokens create NAME" makes one.')
    return
  }
  print(
    textTable(
      [
        { title: 'number', right: true },
        { title: 'name' },
        { title: 'state' },
        { title: 'sources' },
        { title: 'created' },
        { title: 'expires' },
      ],
      all.map((token) => [
        `${token.id}`,
        token.name,
        stateOf(token),
        token.sources.join(', ') || 'all',
        token.createdAt.slice(0, 10),
        token.expiresAt?.slice(0, 10) ?? 'never',
      ]),
    ),
  )
}

async function revoke(records: RecordsStore, which: string, { json }: CommonOptions): Promise<void> {
  const revoked = await revokeTokens(records, which)
  if (revoked === 0) {
    throw new WeighbridgeError(
      'not-found',
      `There is no valid token ${which}; "weighbridge tokens list" shows them.`,
    )
  }
  if (json) printJson({ revoked })
  else print(`${formatCounted(revoked, 'token')} revoked.`)
}

function stateOf({ revokedAt, expiresAt }: Token): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= new Date().toISOString() ? 'expired' : 'valid'
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value]
}

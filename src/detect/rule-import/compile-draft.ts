import { compile } from '../../query/compile.ts'
import type { Column } from '../../query/plan/type.ts'
import { failureOf, type QueryFailure } from '../../query/run/query-failure.ts'
import { QueryTables } from '../../query/run/query-tables.ts'
import { explainQuery } from '../../query/run/run-query.ts'
import type { Schema } from '../../query/schemas/schema.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { scannedTables } from '../query-rules/scanned-tables.ts'
import { CHANNELS, type Channel } from '../signal.ts'
import type { DraftRule, EntityHint } from './draft.ts'

/** What became of a rule's query. */
export type CompiledDraft =
  | {
      readonly runs: true
      readonly columns: readonly Column[]
      /** Tables it reads of which there are no rows here: it runs and never finds anything in them. */
      readonly empty: readonly string[]
      /** True where it reads nothing else. */
      readonly isBlind: boolean
      readonly channel: Channel
      readonly entity: EntityHint | null
    }
  | { readonly runs: false; readonly failure: QueryFailure }

const NOW_TICKS = BigInt(Date.UTC(2026, 0, 1)) * 10_000n

/** Compiles a rule and has the engine accept it. */
export async function compileDraft(
  draft: DraftRule,
  schema: Schema,
  scratch: AnalyticsStore,
): Promise<CompiledDraft> {
  try {
    const compiled = await compile({
      language: draft.language,
      text: draft.query,
      schema,
      nowTicks: NOW_TICKS,
    })
    await explainQuery(scratch, compiled, new QueryTables(draft.language, schema), DEFAULT_LIMITS)
    const scanned = scannedTables(compiled.plan)
    const filled = new Map(schema.tables.map((table) => [table.name, table.select]))
    const empty = scanned.filter((name) => filled.get(name) === undefined)
    return {
      runs: true,
      columns: compiled.columns,
      empty,
      isBlind: scanned.length > 0 && empty.length === scanned.length,
      channel: channelOf(scanned.map((name) => filled.get(name) ?? '')),
      entity: entityOf(draft, compiled.columns),
    }
  } catch (error) {
    return { runs: false, failure: failureOf(error, draft.query) }
  }
}

const VIEW_OF_CHANNEL: Readonly<Record<Channel, RegExp>> = {
  inference: /\binference(_hour)?\b/,
  registry: /\bartifact(_hour)?\b/,
  lake: /\bobject(_hour)?\b/,
  egress: /\b(flow(_hour|_counter)?|web)\b/,
}

/** The channel that the rule reads first; egress for what has none of its own, such as logins. */
function channelOf(selects: readonly string[]): Channel {
  for (const select of selects) {
    const views = [...select.matchAll(/\bFROM\s+`?(\w+)`?/gi)].map(([, view = '']) => view)
    const [only, ...others] = new Set(views)
    if (only === undefined || others.length > 0) continue
    const channel = CHANNELS.find((each) => VIEW_OF_CHANNEL[each].test(only))
    if (channel !== undefined) return channel
  }
  return 'egress'
}

/** Names that products give to who it was, the surest first. */
const KNOWN_ENTITIES: readonly EntityHint[] = [
  ...['person', 'Person'].map((column) => ({ kind: 'person' as const, column })),
  ...[
    'AccountCustomEntity',
    'UserId',
    'user_id',
    'user',
    'User',
    'UserPrincipalName',
    'AccountUpn',
    'CallerIdentity',
    'AccountName',
    'Account',
    'account',
    'SubjectUserName',
    'TargetUserName',
    'src_user',
    'actor',
    'Caller',
  ].map((column) => ({ kind: 'account' as const, column })),
  ...[
    'IPCustomEntity',
    'src_ip',
    'src',
    'SrcAddr',
    'SrcIpAddr',
    'SourceIP',
    'SourceIp',
    'ClientIP',
    'CallerIpAddress',
    'IPAddress',
    'IpAddress',
  ].map((column) => ({ kind: 'address' as const, column })),
]

function entityOf({ entities }: DraftRule, columns: readonly Column[]): EntityHint | null {
  const has = ({ column }: EntityHint) => columns.some(({ name }) => name === column)
  return entities.find(has) ?? KNOWN_ENTITIES.find(has) ?? null
}

import { WeighbridgeError } from '../../base/errors.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { DIRECTORY_TABLES, EVENT_TABLES, type TestTable } from './rule-test.ts'
import type { PlacedTest } from './test-slots.ts'

/** Columns that a test leaves to the store. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
  'source',
  'system',
  'event_id',
  'input',
  'offset',
  'batch',
  'origin',
  'deleted',
  'person',
])

/** What a row of the directory is told apart by. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  person: ['person'],
  account: ['account', 'system', 'from'],
  lease: ['ip', 'from'],
  staff: ['person', 'kind', 'effective'],
  asset: ['asset'],
  asset_pattern: ['kind', 'pattern'],
  destination: ['address'],
}

const DATES: ReadonlySet<string> = new Set(['hired', 'left'])

/**
 * Writes the rows of all tests into an empty store, one insert a table.
 *
 * @throws WeighbridgeError `bad-input` naming the test, its table and the column that is wrong.
 */
export async function writeTestRows(analytics: AnalyticsStore, tests: readonly PlacedTest[]): Promise<void> {
  for (const table of [...EVENT_TABLES, ...DIRECTORY_TABLES]) {
    const types = await columnTypes(analytics, table)
    const keys = new Map<string, PlacedTest>()
    const rows: Record<string, unknown>[] = []
    for (const placed of tests) {
      for (const row of placed.rows.get(table) ?? []) {
        for (const column of Object.keys(row)) refuseUnknown(placed, table, column, types)
        refuseTwice(placed, table, row, keys)
        rows.push(stored(table, row, types, rows.length))
      }
    }
    if (rows.length > 0) await analytics.insert(`${table}_row`, rows)
  }
  await analytics.reloadDictionaries()
}

async function columnTypes(analytics: AnalyticsStore, table: TestTable): Promise<Map<string, string>> {
  const columns = await analytics.query<{ name: string; type: string }>(`DESCRIBE TABLE ${table}_row`)
  return new Map(columns.map(({ name, type }) => [name, type]))
}

function refuseUnknown(
  { test }: PlacedTest,
  table: TestTable,
  column: string,
  types: ReadonlyMap<string, string>,
): void {
  const isDirectory = (DIRECTORY_TABLES as readonly string[]).includes(table)
  if (types.has(column) && (isDirectory || !OWN_COLUMNS.has(column))) return
  const known = [...types.keys()].filter(
    (name) => !OWN_COLUMNS.has(name) || (isDirectory && name === 'person'),
  )
  const hint =
    column === 'person' ? ' (a log knows accounts; without a directory the account is the person)' : ''
  throw new WeighbridgeError(
    'bad-input',
    `${test.file}: ${table} has no column ${column}${hint}; it has ${known.join(', ')}.`,
  )
}

/** Tests share one directory: the same person cannot be two. */
function refuseTwice(
  placed: PlacedTest,
  table: TestTable,
  row: Readonly<Record<string, unknown>>,
  keys: Map<string, PlacedTest>,
): void {
  const key = KEYS[table]
  if (key === undefined) return
  const own = JSON.stringify(key.map((column) => row[column] ?? ''))
  const other = keys.get(own)
  if (other !== undefined && other !== placed) {
    throw new WeighbridgeError(
      'bad-input',
      `${placed.test.file}: the ${table} ${own} is in ${other.test.file}, too; give it another name.`,
    )
  }
  keys.set(own, placed)
}

function stored(
  table: TestTable,
  row: Readonly<Record<string, unknown>>,
  types: ReadonlyMap<string, string>,
  number: number,
): Record<string, unknown> {
  const values = Object.entries(row).map(([column, value]) => [
    column,
    typeof value === 'number' && (types.get(column)?.includes('Date') ?? false) ? time(column, value) : value,
  ])
  const own = (EVENT_TABLES as readonly string[]).includes(table)
    ? { source: 'rule-test', event_id: String(number + 1), input: '1', offset: String(number), batch: '1' }
    : { origin: 'rule-test', batch: '1', deleted: 0, ...OPEN_ENDS[table] }
  const status = types.has('status') ? { status: 200 } : {}
  return { ...own, ...status, ...Object.fromEntries(values) }
}

/** What a directory says where it says nothing. */
const OPEN_ENDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  person: { kind: 'human', time_zone: 'UTC', hired: '1990-01-01', left: '2100-01-01' },
  account: { from: '1990-01-01 00:00:00', to: '2100-01-01 00:00:00' },
  lease: { from: '1990-01-01 00:00:00', to: '2100-01-01 00:00:00' },
}

function time(column: string, milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString()
  return DATES.has(column) ? iso.slice(0, 10) : iso.slice(0, 23).replace('T', ' ')
}

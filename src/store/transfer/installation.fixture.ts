import type { AnalyticsStore } from '../analytics/analytics-store.ts'
import type { RecordsStore } from '../records/records-store.ts'

/** A table with a column of every kind that migrations may come to use. */
export const STRANGE_TABLE = `CREATE TABLE IF NOT EXISTS strange_row (
    key UInt128, wide Int256, at DateTime64(9, 'UTC'), day Date32, code FixedString(4), amount Decimal(38, 10),
    id UUID, ip IPv6, choice Enum8('a' = 1, 'b' = -2), nothing Nullable(String), number Nullable(Float64),
    tag LowCardinality(Nullable(String)), list Array(Array(Nullable(Int64))), map Map(String, Array(String)),
    pair Tuple(a UInt8, b Nullable(DateTime64(3, 'UTC'))), flag Bool, bytes String
  ) ENGINE = ReplacingMergeTree ORDER BY key`

/** Rows that a format in between would change: bytes that are no text, largest numbers, NaN, empty beside nothing. */
export async function fillStrange(analytics: AnalyticsStore): Promise<void> {
  const everyByte = 'arrayStringConcat(arrayMap(n -> char(n), range(256)))'
  await analytics.command(
    `INSERT INTO strange_row SELECT
       toUInt128('340282366920938463463374607431768211455') - number,
       if(number = 0, toInt256('-57896044618658097711785492504343953926634992332820282019728792003956564819968'), number),
       addNanoseconds(toDateTime64('1970-01-01 00:00:00', 9, 'UTC'), -1 + number), toDate32('1900-01-01') + number,
       unhex('00ff0a09'), toDecimal128('-1234567890123456789.0123456789', 10) + number,
       toUUID('00000000-0000-4000-8000-00000000000f'), toIPv6('2001:db8::1'), if(number % 2 = 0, 'a', 'b'),
       if(number = 0, NULL, if(number = 1, '', '\\\\N')), multiIf(number = 0, NULL, number = 1, nan, number = 2, inf, -0.0),
       if(number = 0, NULL, if(number = 1, '', ${everyByte})), [[1, NULL], [], [-9223372036854775808]],
       map('', ['', '\\0'], ${everyByte}, []), (255, if(number = 0, NULL, toDateTime64('2299-12-31 23:59:59.999', 3, 'UTC'))),
       number % 2, concat(${everyByte}, char(number))
     FROM numbers(5)`,
  )
}

/** Some rows in many tables: of several months, twice, replaced, deleted, and with names nobody would expect. */
export async function fillActivity(analytics: AnalyticsStore, rows = 300): Promise<void> {
  const insert = (shift: number, batch: number) =>
    analytics.command(
      `INSERT INTO inference_row (time, source, account, tokens_in, temperature, prompt_sketch, event_id, input, offset, batch)
       SELECT toDateTime64('2026-01-30 00:00:00.123', 3, 'UTC') + number * 3600, 'inference-log',
         concat('p', toString(number % 7), unhex('ff0a2700')), number + ${shift}, if(number % 3 = 0, NULL, number / 7),
         unhex('c328'), bitXor(toUInt128('340282366920938463463374607431768211455'), number), 18446744073709551615, number, ${batch}
       FROM numbers(${rows})`,
    )
  await insert(0, 1)
  await insert(1000, 2)
  await analytics.command(
    `INSERT INTO reject_row (source, input, file, offset, reason, line, line_bytes, event_id, batch)
     SELECT 'inference-log', 7, 'a\\nb', number, 'no time', concat(unhex('00ff'), toString(number)), 2, number, 2 FROM numbers(40)`,
  )
  for (const deleted of [0, 1]) {
    await analytics.command(
      `INSERT INTO person_row (person, name, team, role, kind, time_zone, hired, left, origin, batch, deleted)
       SELECT concat('person-', toString(number)), 'O''Neil \\\\', 'weights', 'engineer', 'person', 'UTC', '2020-01-01', '2100-01-01',
         'directory', ${deleted + 1}, ${deleted} FROM numbers(${deleted === 0 ? 10 : 3})`,
    )
  }
  await analytics.command(
    `INSERT INTO signal_row (id, rule, person, assets, expected_self, observed, sentence, version, deleted)
     VALUES ('s', 'r', 'person-5', ['', 'a\\'b', '\\0'], NULL, inf, 'It''s', 1, 0)`,
  )
  await analytics.command("INSERT INTO thinned_row VALUES ('inference', '2025-12-01')")
  await analytics.reloadDictionaries()
}

/** The journal after three batches of which the last was pruned, a case with a hostile name, and a token. */
export async function fillRecordTables({ db }: RecordsStore): Promise<void> {
  const at = '2026-03-10T00:00:00.000Z'
  const { id } = await db
    .insertInto('intake_input')
    .values({
      identity: '18446744073709551615',
      source: 'inference-log',
      path: '/var/log/a\n"b".log',
      confirmed: Number.MAX_SAFE_INTEGER,
      prefix_hash: '',
      lines: 300,
      open_tail: -1,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const finished of [at, null, at]) {
    await db
      .insertInto('intake_batch')
      .values({ input: id, start: 0, end: 1, started_at: at, finished_at: finished })
      .execute()
  }
  await db.deleteFrom('intake_batch').where('id', '=', 3).execute()
  await db.insertInto('watermark').values({ name: 'roll-ups', batch: 3 }).execute()
  const person = `Zoë\u2028'; drop table case_record; -- \\ "\u0001${'名'.repeat(3000)}`
  for (let number = 0; number < 2500; number += 500) {
    await db
      .insertInto('case_record')
      .values(
        Array.from({ length: 500 }, (_, at_) => ({
          id: `case-${number + at_}`,
          person: number + at_ === 0 ? person : `person-${at_}`,
          state: 'open' as const,
          owner: at_ % 2 === 0 ? null : '',
          opened_at: at,
          updated_at: at,
        })),
      )
      .execute()
  }
}

/** What every table and view answers: rows, and a hash other than the one that transfers are proved by. */
export async function answersOf(analytics: AnalyticsStore): Promise<Record<string, string>> {
  // A Distributed table does not say that its rows collapse; all but those of arrivals do.
  const tables = await analytics.query<{ name: string; final: string }>(
    `SELECT name, if(engine = 'View' OR name = 'arrival_row', '', 'FINAL') AS final FROM system.tables
     WHERE database = currentDatabase() AND (engine = 'View' OR endsWith(name, '_row')) ORDER BY name`,
  )
  const answers: Record<string, string> = {}
  for (const { name, final } of tables) {
    const [row] = await analytics.query<{ answer: string }>(
      `SELECT concat(toString(count()), ' ', toString(groupBitXor(sipHash64(tuple(*))))) AS answer FROM ${name} ${final}`,
    )
    answers[name] = row?.answer ?? ''
  }
  return answers
}

import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyticsUnderTest } from '../../../test/support/analytics-under-test.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { AnalyticsStore } from './analytics-store.ts'
import { openAnalytics } from './open-analytics.ts'

const dataDir = temporaryFolder()
analyticsUnderTest()
let analytics: AnalyticsStore
beforeAll(async () => {
  analytics = await openAnalytics({ dataDir })
})
afterAll(() => analytics.close())

/** Each was answered, or fetched what it names, before it was refused by name. */
it.each([
  ['a file read by a function', "SELECT file('/etc/hostname')"],
  ['that function in other letters', "SELECT FILE('/etc/hostname')"],
  ['that function in back-ticks', "SELECT `file`('/etc/hostname')"],
  ['that function behind a comment', "SELECT file/**/('/etc/hostname')"],
  ['that function as a transformer', "SELECT * APPLY(file) FROM (SELECT '/etc/hostname' AS p)"],
  ['that function as a bare transformer', "SELECT * APPLY file FROM (SELECT '/etc/hostname' AS p)"],
  ['that function in a lambda', "SELECT arrayMap(x -> file(x), ['/etc/hostname'])"],
  ['that function in a heredoc', 'SELECT file($a$/etc/hostname$a$)'],
  ['a file described', "DESCRIBE TABLE file('/etc/passwd')"],
  ['a page described', "DESCRIBE TABLE url('http://127.0.0.1:1/x')"],
  ['a file on the right of IN', "SELECT 1 IN file('/etc/passwd')"],
  ['a system table', 'SELECT * FROM system.settings'],
  ['a system table in quotes', 'SELECT * FROM "system"."one"'],
  ['a system table with spaces', 'SELECT * FROM system . one'],
  ['a system table on the right of IN', 'SELECT 0 IN system.one'],
  ['a system table joined by comma', 'SELECT * FROM flow, system.one'],
  ['system tables merged', "SELECT * FROM merge('system', 'one')"],
  ['the information schema', 'SELECT * FROM information_schema.tables'],
  ['the information schema in capitals', 'SELECT * FROM INFORMATION_SCHEMA.TABLES'],
  ['a file as a table of another database', 'SELECT * FROM default.`/etc/passwd`'],
  ['the databases', 'SHOW DATABASES'],
  ['tables of another database', 'SHOW TABLES FROM system'],
  ['the statements that run', 'SHOW PROCESSLIST'],
  ['the settings', "SHOW SETTINGS LIKE 'max_threads'"],
  ['the rights', 'SHOW GRANTS'],
  ['how a dictionary was made', 'SHOW CREATE DICTIONARY person_of_account'],
  ['a setting', "SELECT getSetting('max_threads')"],
  ['a server setting', "SELECT getServerSetting('max_connections')"],
  ['a macro of the server', "SELECT getMacro('shard')"],
  ['who is asking', 'SELECT currentUser()'],
  ['where it runs', 'SELECT hostName()'],
  ['a dictionary', "SELECT dictGet('lease_holder', 'person', 1)"],
  ['a table joined by its name', "SELECT joinGet('system.one', 'dummy', 0)"],
  ['a table asked for its columns', "SELECT hasColumnInTable('system', 'one', 'dummy')"],
  ['a model', "SELECT catboostEvaluate('/etc/hostname', 1)"],
  ['a cluster', "SELECT * FROM cluster('default', 'system', 'one')"],
  ['raising a limit', 'SELECT 1 SETTINGS max_execution_time = 0'],
  ['raising a limit inside', 'SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)'],
  ['a statement that waits', 'SELECT sleep(3)'],
  ['a query explained from a file', "EXPLAIN SELECT * FROM file('/etc/passwd')"],
  ['a query inside a view', "SELECT * FROM view(SELECT file('/etc/hostname'))"],
])('refuses %s', async (_what, sql) => {
  await expect(analytics.readOnly(sql)).rejects.toMatchObject({ code: 'not-read-only' })
  expect((await analytics.readOnly('SELECT 1')).rows).toEqual([[1]])
})

it.each([
  ['a word in a text', "SELECT 'system.one and file(x) and INTO OUTFILE' AS text"],
  ['a column called like a function', 'SELECT 1 AS file, file + 1 AS url'],
  ['a column called like a database, in a tuple', 'SELECT t.1 FROM (SELECT (1, 2) AS t)'],
  ['an alias of a table', 'SELECT f.bytes_out FROM flow AS f'],
  ['a harmless table function', 'SELECT sum(number) FROM numbers(10)'],
  ['values', "SELECT * FROM values('a UInt8', 1, 2)"],
  ['the tables', 'SHOW TABLES'],
  ['a description of a table', 'DESCRIBE TABLE flow'],
  ['a transformer', 'SELECT * APPLY(sum) FROM (SELECT 1 AS a)'],
  ['a plan', 'EXPLAIN SELECT count() FROM flow'],
])('answers %s', async (_what, sql) => {
  expect((await analytics.readOnly(sql)).columns.length).toBeGreaterThan(0)
})

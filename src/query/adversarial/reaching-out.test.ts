import { describe, expect, it } from 'vitest'
import { canaries } from '../../../test/support/canaries.ts'

const here = canaries()

/** Every place of a language where a name or a text could become a table of the engine. */
const KQL: readonly ((name: string, target: string) => string)[] = [
  (name, target) => `${name}("${target}")`,
  (name, target) => `${name}(@'${target}', 'LineAsString') | take 1`,
  (name) => `['${name}'] | take 1`,
  (name, target) => `["${name}('${target}')"] | take 1`,
  (name, target) => `table("${name}('${target}')") | take 1`,
  (name, target) => `print x = ${name}("${target}")`,
  (name, target) => `StorageBlobLogs | extend x = ${name}("${target}") | take 1`,
  (name, target) => `StorageBlobLogs | union ${name}("${target}")`,
  (name, target) => `StorageBlobLogs | join kind=inner (${name}("${target}")) on AccountName`,
  (name, target) => `StorageBlobLogs | where AccountName in (${name}("${target}"))`,
  (name, target) => `StorageBlobLogs | evaluate ${name}("${target}")`,
  (name, target) => `StorageBlobLogs | invoke ${name}("${target}")`,
  (name, target) => `let t = ${name}("${target}"); t`,
  (name, target) => `let ${name} = (p:string) { print p }; ${name}("${target}")`,
  (name, target) => `print a = 1 | project ['x FROM ${name}(\\'${target}\\')'] = a`,
]

const SPL: readonly ((name: string, target: string) => string)[] = [
  (name, target) => `index="${name}('${target}')"`,
  (name) => `index=${name}`,
  (name, target) => `| inputlookup ${name}("${target}")`,
  (name, target) => `| inputlookup "${target}" | eval x="${name}"`,
  (name, target) => `| makeresults | eval x=${name}("${target}")`,
  (name, target) => `| from ${name}:"${target}"`,
  (name, target) => `| makeresults | lookup "${target}" ${name}`,
  (name, target) => `| makeresults | append [ | inputlookup "${target}" ] | eval ${name}=1`,
  (name, target) => `| makeresults | rename _time as "x FROM ${name}('${target}')"`,
  (name, target) => `| tstats count from datamodel="${name}('${target}')"`,
  (name, target) => `| makeresults | stats ${name}("${target}") as x`,
  (name, target) => `| ${name} "${target}"`,
  (name, target) => `\`${name}("${target}")\``,
  (name, target) => `| makeresults | eval 'x) FROM ${name}("${target}")'=1`,
]

const SIGMA: readonly ((name: string, target: string) => string)[] = [
  (name, target) => rule(`product: "${name}('${target}')"`, `field: value`),
  (name) => rule(`category: ${name}`, `field: value`),
  (name, target) => rule('product: windows', `"${name}('${target}')": value`),
  (name, target) => rule('product: windows', `field: "x' OR ${name}('${target}')"`),
  (name, target) => rule('product: windows', `"field\`, ${name}('${target}') AS \`x": value`),
  (name, target) => rule('product: windows', `field|re: ".*') OR ${name}('${target}'"`),
  (name, target) => rule('product: windows', `field|fieldref: "${name}('${target}')"`),
]

function rule(source: string, selection: string): string {
  return `title: Reaching out
logsource:
  ${source}
detection:
  selection:
    ${selection}
  condition: selection
`
}

describe.each([
  ['kql', KQL],
  ['spl', SPL],
  ['sigma', SIGMA],
] as const)('%s', (language, places) => {
  it('reaches no table function of the engine, wherever its name stands', async () => {
    expect(here.tableFunctions.length).toBeGreaterThan(80)
    for (const name of here.tableFunctions) {
      for (const [at, place] of places.entries()) {
        await here.attempt(language, place(name, at % 2 === 0 ? here.file : here.url))
      }
    }
  }, 600_000)
})

describe('what would reach out by the words of a language', () => {
  it.each([
    ['another database', 'database("system").tables'],
    ['another database by its dotted name', 'system.one | take 1'],
    ['another cluster', 'cluster("help.kusto.example").database("Samples").StormEvents | take 1'],
    ['an address in externaldata', 'externaldata(a:string)[@"URL"]'],
    ['an address in externaldata, in a let', 'let t = externaldata(a:string)["URL"] with (format="csv"); t'],
    [
      'an address in externaldata, in a union',
      'StorageBlobLogs | union (externaldata(AccountName:string)[@"URL"])',
    ],
    ['a file in externaldata', 'externaldata(a:string)[@"FILE"]'],
    ['a page by a plug-in', 'evaluate http_request("URL")'],
    ['a database by a plug-in', 'evaluate sql_request("Server=tcp:127.0.0.1;", "select 1")'],
    ['a program', 'print x = 1 | evaluate python(typeof(*), "import os")'],
    ['a program of another language', 'print x = 1 | evaluate r(typeof(*), "system(1)")'],
    ['an export', '.export to csv (h@"URL") <| StorageBlobLogs'],
    ['a command that reads', '.show tables'],
    ['a command that writes', '.set stolen <| StorageBlobLogs'],
    ['two statements of the engine', 'print 1; DROP TABLE person_row'],
  ])('kql: %s is refused by name', async (_what, text) => {
    const query = text.replace('URL', here.url).replace('FILE', here.file)
    expect(await here.attempt('kql', query)).toMatch(
      /^refused: (not-allowed|unknown-table|unsupported|syntax)$/,
    )
  })

  it.each([
    ['a file that is written', '| makeresults | outputcsv stolen.csv'],
    ['an index that is written', '| makeresults | collect index=stolen'],
    ['a program', '| makeresults | script python stolen'],
    ['a page', '| rest /services/server/info'],
    ['another database', '| dbxquery query="select 1" connection=x'],
    ['a mail', '| makeresults | sendemail to=a@b.example'],
    ['a saved search', '| savedsearch stolen'],
  ])('spl: %s is refused by name', async (_what, text) => {
    expect(await here.attempt('spl', text)).toMatch(
      /^refused: (not-allowed|unsupported|unknown-function|unresolved|syntax)$/,
    )
  })
})

it.each([
  ['spl', '| makeresults | outputlookup stolen.csv'],
  ['spl', '| makeresults | map search="search index=migration user=$_time$"'],
  ['kql', 'migration | where name != ""'],
  ['kql', 'migration | where name has "x" or true | evaluate bag_unpack(applied)'],
  ['kql', '["migration"] | union migration'],
  ['kql', 'table("migration")'],
  ['spl', 'index=migration'],
  ['spl', '| inputlookup migration'],
  ['spl', '| makeresults | lookup migration name'],
  ['sigma', rule('service: migration', "name: '*'")],
] as const)('%s: %s neither writes a table nor reads one that no schema knows', async (language, text) => {
  const tables = await here.store.query('SHOW TABLES')
  expect(await here.attempt(language, text)).toMatch(/^(ran|refused: )/)
  expect(await here.store.query('SHOW TABLES')).toEqual(tables)
})

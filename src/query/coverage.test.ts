import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { aggregateOf, signatureOf } from './kql/functions/function-signatures.ts'
import { refusalOf } from './kql/functions/refused.ts'
import { type CollectionOf, itemsOf, languageService } from './kql/language-service.ts'
import { CORRELATION_TYPES } from './sigma/correlation/rule.ts'
import { isModifier } from './sigma/detection/modifiers.ts'
import { EVAL_FUNCTION_NAMES, STATS_FUNCTION_NAMES } from './spl/functions/function-signatures.ts'
import { COMMAND_NAMES } from './spl/syntax/command-table.ts'

const PAGE = new URL('../../docs/query-coverage.md', import.meta.url)

/** Those of Sigma 2.1. */
const MODIFIERS =
  `contains startswith endswith all cased neq exists windash re i m s base64 base64offset utf16le wide utf16be utf16 lt lte
  gt gte minute hour day week month year cidr expand fieldref`.split(/\s+/)

/** Functions that the front end itself does, since they need the scope or the clock. */
const SPECIAL = new Set(
  `now ago column_ifexists columnifexists toscalar materialize ingestion_time pack_all bag_pack_columns bin_auto row_number
  row_rank_dense row_rank_min row_cumsum row_window_session prev next table assert column_names_of
  geo_info_from_ip_address`.split(/\s+/),
)

/** Aggregates of several columns. */
const SEVERAL = new Set(['percentiles', 'percentilesw'])

interface Named {
  readonly Name: string
}

it('the page about what each language may say is up to date', () => {
  const page = coverage()
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PAGE, page)
  expect(readFileSync(PAGE, 'utf8')).toBe(page)
})

function coverage(): string {
  const { Functions, Aggregates } = languageService() as unknown as Record<
    'Functions' | 'Aggregates',
    { readonly All: CollectionOf<Named> }
  >
  const names = (all: CollectionOf<Named>) =>
    [...new Set(itemsOf(all).map(({ Name }) => Name))].filter((name) => !name.startsWith('__')).sort()
  const functions = names(Functions.All)
  const aggregates = names(Aggregates.All)
  const sums = (name: string) => SEVERAL.has(name) || aggregateOf(name) !== undefined
  const runs = (name: string) =>
    SPECIAL.has(name) || (refusalOf(name) === undefined && signatureOf(name) !== undefined)
  return `# What each language may say

Names that run here, and those of Kusto that do not. What does not run is an error with its place, never another answer.
This page is written by \`UPDATE_GOLDEN=1 npm test -- src/query/coverage.test.ts\`.

## KQL

Functions (${functions.filter(runs).length} of the ${functions.length} that Kusto's own parser knows): ${listed(functions.filter(runs))}

Not: ${listed(functions.filter((name) => !runs(name)))}

Aggregates: ${listed(aggregates.filter(sums))}

Not: ${listed(aggregates.filter((name) => !sums(name)))}

## SPL

Commands: ${listed(COMMAND_NAMES.toSorted())}

Functions of eval and where: ${listed(EVAL_FUNCTION_NAMES)}

Functions of stats: ${listed(STATS_FUNCTION_NAMES)}; \`percN\`, \`exactpercN\`, \`upperpercN\`, \`pN\`

## Sigma

Modifiers: ${listed(MODIFIERS.filter((name) => isModifier(name)))}

Correlations: ${listed(CORRELATION_TYPES)}
`
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(' ')
}

import { expect, it } from 'vitest'
import { temporaryStores } from '../../../test/support/temporary-stores.ts'
import { isReaching, isReachingTableFunction } from './reaching-functions.ts'

const here = temporaryStores()

/** Functions of the suspicious categories that were looked at: they compute from their arguments alone. */
const LOOKED_AT = new Set(
  `bar blockNumber blockSerializedSize blockSize byteSize colorOKLABToSRGB colorOKLCHToSRGB colorSRGBToOKLAB
  colorSRGBToOKLCH countDigits defaultValueOfArgumentType defaultValueOfTypeName digits displayName
  dumpColumnStructure finalizeAggregation flipCoordinates formatQuery formatQueryOrNull formatQuerySingleLine
  formatQuerySingleLineOrNull formatReadableDecimalSize formatReadableQuantity formatReadableSize
  formatReadableTimeDelta fuzzQuery generateRandomStructure getSizeOfEnumType getSubcolumn getTypeSerializationStreams
  highlightQuery icebergBucket icebergTruncate identity ignore indexHint initializeAggregation isConstant
  isDecimalOverflow lowCardinalityIndices lowCardinalityKeys MACNumToString MACStringToNum MACStringToOUI materialize
  minSampleSizeContinuous minSampleSizeConversion neighbor normalizedQueryHash normalizedQueryHashKeepNames
  normalizeQuery normalizeQueryKeepNames obfuscateQuery obfuscateQueryWithSeed parseReadableSize
  parseReadableSizeOrNull parseReadableSizeOrZero parseTimeDelta rowNumberInAllBlocks rowNumberInBlock
  runningAccumulate runningDifference runningDifferenceStartingWithFirstValue structureToCapnProtoSchema
  structureToProtobufSchema throwIf tokenizeQuery toColumnTypeName toTypeName transform variantElement variantType
  version visibleWidth
  _CAST nested validateNestedArraySizes caseWithExpression`.split(/\s+/),
)

const SUSPICIOUS = [
  'Other',
  'Dictionary',
  'Embedded Dictionary',
  'Introspection',
  'AI',
  'Machine Learning',
  'Internal',
]

it('knows every function of the engine that may reach out of the tables', async () => {
  const functions = await here.stores.analytics.query<{ name: string; target: string; category: string }>(
    'SELECT name, alias_to AS target, categories AS category FROM system.functions WHERE NOT is_aggregate',
  )
  expect(functions.length).toBeGreaterThan(1000)
  const categoryOf = new Map(functions.map(({ name, category }) => [name, category]))
  const unknown = functions.filter(({ name, target }) => {
    const original = target === '' ? name : target
    return (
      SUSPICIOUS.includes(categoryOf.get(original) ?? '') && !isReaching(name) && !LOOKED_AT.has(original)
    )
  })
  expect(unknown.map(({ name }) => name)).toEqual([])
})

it('has an alias reach as far as what it stands for', async () => {
  const aliases = await here.stores.analytics.query<{ name: string; target: string }>(
    "SELECT name, alias_to AS target FROM system.functions WHERE alias_to != ''",
  )
  const missed = aliases.filter(({ name, target }) => isReaching(target) && !isReaching(name))
  expect(missed).toEqual([])
})

it('refuses every table function of the engine but those that only make rows', async () => {
  const { analytics } = here.stores
  const functions = await analytics.query<{ name: string }>('SELECT name FROM system.table_functions')
  expect(functions.length).toBeGreaterThan(80)
  for (const { name } of functions) {
    const attempts = [
      `SELECT * FROM ${name}('/etc/hostname', 'LineAsString')`,
      `SELECT 1 IN (SELECT * FROM ${name}('http://127.0.0.1:1/'))`,
      `DESCRIBE TABLE ${name}('/etc/hostname')`,
      `WITH t AS (SELECT * FROM \`${name}\`('system', 'one')) SELECT * FROM t`,
    ]
    for (const sql of attempts) {
      const outcome = await analytics.readOnly(sql).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      )
      if (isReachingTableFunction(name))
        expect([sql, outcome]).toEqual([sql, expect.stringMatching(/^not-read-only|query-failed$/)])
    }
  }
})

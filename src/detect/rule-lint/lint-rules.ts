import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../base/errors.ts'
import { QueryError } from '../../query/plan/query-error.ts'
import { positionIn } from '../../query/plan/span.ts'
import { QueryTables } from '../../query/run/query-tables.ts'
import { explainQuery } from '../../query/run/run-query.ts'
import type { Schema } from '../../query/schemas/schema.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { DEFAULT_LIMITS } from '../../store/analytics/query-limits.ts'
import { placeholdersOf } from '../fill.ts'
import { askable } from '../query-rules/asking.ts'
import { compileRule } from '../query-rules/compile-rule.ts'
import { durationMs } from '../query-rules/duration.ts'
import { timesOf } from '../query-rules/findings-sql.ts'
import { entityOf, QUERY_FILES, type QueryRule, queryRuleSchema } from '../query-rules/query-rule.ts'
import { subFolders } from '../rule-content.ts'
import { type RuleTest, ruleTestSchema } from '../rule-tests/rule-test.ts'
import type { Technique } from '../signal.ts'
import type { Fault } from './fault.ts'
import { readPlacedYaml } from './yaml-place.ts'

/** Values of a sentence that come with every finding. */
const GIVEN = new Set(['rows', 'day', 'person'])

const VERSIONS: Readonly<Record<Technique['framework'], RegExp>> = {
  'ATT&CK': /^v\d+(\.\d+)?$/,
  ATLAS: /^(\d{4}\.\d{2}|v?\d+\.\d+\.\d+)$/,
}

/** Techniques that ATT&CK v19 revoked: their reports will name others. */
const REVOKED = ['T1562', 'T1070.001', 'T1070.002', 'T1656', 'T1547.011']

/**
 * Checks every query rule of a folder: its YAML, its query against the schema, its techniques and its tests.
 *
 * @param schemaOf the schema of a name; it throws where there is none of that name.
 */
export async function lintRules(
  folder: string,
  schemaOf: (name: string) => Schema,
  scratch: AnalyticsStore,
): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const rule of subFolders(folder)) faults.push(...(await lintRule(folder, rule, schemaOf, scratch)))
  return faults
}

async function lintRule(
  folder: string,
  name: string,
  schemaOf: (name: string) => Schema,
  scratch: AnalyticsStore,
): Promise<Fault[]> {
  const file = `${name}/rule.yaml`
  const text = readText(join(folder, file))
  if (text === null) return [{ rule: name, file, severity: 'error', message: 'The file is missing.' }]
  const yaml = readPlacedYaml(text)
  if ('why' in yaml)
    return [{ rule: name, file, ...yaml.at, severity: 'error', message: `It is not YAML: ${yaml.why}` }]
  const kind = (yaml.content as { readonly kind?: unknown } | null)?.kind
  // Rules that measure are checked by their loader and their own tests.
  if (kind === 'measure') return []
  const parsed = queryRuleSchema.safeParse(yaml.content)
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({
      rule: name,
      file,
      ...yaml.placeOf(path),
      severity: 'error' as const,
      message: `${path.join('.') || 'the rule'}: ${message}.`,
    }))
  }
  const at = (path: readonly PropertyKey[], severity: Fault['severity'], message: string): Fault => ({
    rule: name,
    file,
    ...yaml.placeOf(path),
    severity,
    message,
  })
  const queryFile = QUERY_FILES[parsed.data.language]
  const query = readText(join(folder, name, queryFile))
  const others = Object.values(QUERY_FILES).filter(
    (other) => other !== queryFile && existsSync(join(folder, name, other)),
  )
  const faults: Fault[] = [
    ...(parsed.data.id === name
      ? []
      : [at(['id'], 'error', `id: a rule is named like its folder, ${name}, not ${parsed.data.id}.`)]),
    ...others.map((other) =>
      at(['language'], 'warning', `${name}/${other} is of another language and is never read; remove it.`),
    ),
    ...techniqueFaults(parsed.data.techniques, at),
    ...contentFaults(parsed.data, at),
    ...testFaults(folder, name, parsed.data.origin === undefined ? 'error' : 'warning'),
  ]
  if (query === null) {
    return [
      ...faults,
      { rule: name, file: `${name}/${queryFile}`, severity: 'error', message: 'The file is missing.' },
    ]
  }
  return [...faults, ...(await queryFaults({ ...parsed.data, query }, schemaOf, scratch, at))]
}

type At = (path: readonly PropertyKey[], severity: Fault['severity'], message: string) => Fault

function techniqueFaults(techniques: QueryRule['techniques'], at: At): Fault[] {
  if (techniques.length === 0)
    return [at(['techniques'], 'warning', 'techniques: no technique of ATT&CK or ATLAS is named.')]
  return techniques.flatMap(({ framework, version, id }, index) => {
    const twice = techniques.findIndex((other) => other.id === id && other.framework === framework) < index
    return [
      ...(VERSIONS[framework].test(version)
        ? []
        : [
            at(
              ['techniques', index, 'version'],
              'warning',
              `techniques.${index}.version: "${version}" is no version of ${framework}, such as ${framework === 'ATLAS' ? '2026.08' : 'v18.1'}.`,
            ),
          ]),
      ...(twice
        ? [at(['techniques', index, 'id'], 'warning', `techniques.${index}.id: ${id} is named twice.`)]
        : []),
      ...(REVOKED.includes(id)
        ? [
            at(
              ['techniques', index, 'id'],
              'warning',
              `techniques.${index}.id: ${id} is revoked in ATT&CK v19.`,
            ),
          ]
        : []),
    ]
  })
}

function contentFaults(rule: Omit<QueryRule, 'query'>, at: At): Fault[] {
  const asked = durationMs(rule.lookBack) / durationMs(rule.schedule)
  return [
    ...(rule.falsePositives.length === 0
      ? [
          at(
            ['falsePositives'],
            'warning',
            'falsePositives: nothing says what an innocent explanation looks like.',
          ),
        ]
      : []),
    ...(rule.response.length === 0
      ? [at(['response'], 'warning', 'response: nothing says what to do.')]
      : []),
    ...(asked > 48
      ? [
          at(
            ['lookBack'],
            'warning',
            `lookBack: every row is looked at ${Math.round(asked)} times; ask less often or look back less far.`,
          ),
        ]
      : []),
  ]
}

function testFaults(folder: string, name: string, severity: Fault['severity']): Fault[] {
  const tests = join(folder, name, 'tests')
  const files = existsSync(tests) ? readdirSync(tests).filter((file) => file.endsWith('.yaml')) : []
  const kinds = new Set<RuleTest['kind']>()
  const faults: Fault[] = []
  for (const test of files.sort()) {
    const file = `${name}/tests/${test}`
    const yaml = readPlacedYaml(readFileSync(join(folder, file), 'utf8'))
    if ('why' in yaml) {
      faults.push({ rule: name, file, ...yaml.at, severity: 'error', message: `It is not YAML: ${yaml.why}` })
      continue
    }
    const parsed = ruleTestSchema.safeParse(yaml.content)
    if (parsed.success) kinds.add(parsed.data.kind)
    else
      faults.push(
        ...parsed.error.issues.map(({ path, message }) => ({
          rule: name,
          file,
          ...yaml.placeOf(path),
          severity: 'error' as const,
          message: `${path.join('.') || 'the test'}: ${message}.`,
        })),
      )
  }
  for (const kind of ['positive', 'near-miss'] as const) {
    if (!kinds.has(kind) && faults.length === 0)
      faults.push({ rule: name, file: `${name}/tests`, severity, message: `There is no ${kind} test.` })
  }
  return faults
}

async function queryFaults(
  rule: QueryRule,
  schemaOf: (name: string) => Schema,
  scratch: AnalyticsStore,
  at: At,
): Promise<Fault[]> {
  const file = `${rule.id}/${QUERY_FILES[rule.language]}`
  const inQuery = (offset: number, severity: Fault['severity'], message: string): Fault => ({
    rule: rule.id,
    file,
    ...positionIn(rule.query, offset),
    severity,
    message,
  })
  try {
    const schema = schemaOf(rule.schema)
    const ready = await askable(rule, schema, scratch)
    const compiled = rule.language === 'sql' ? null : await compileRule(rule, schema)
    if (compiled !== null && rule.language !== 'sql') {
      await explainQuery(scratch, compiled.once, new QueryTables(rule.language, schema), DEFAULT_LIMITS)
    }
    return [
      ...columnFaults(
        rule,
        ready.columns.map(({ name }) => name),
        at,
      ),
      ...(timesOf(rule, ready.columns) === null && rule.language !== 'sql'
        ? [at(['times'], 'warning', 'times: no column says when; a signal can only name its window.')]
        : []),
      ...(compiled?.warnings ?? []).map((warning) => inQuery(warning.at.start, 'warning', warning.message)),
      ...(compiled?.inferred ?? []).map(({ name }) =>
        inQuery(
          Math.max(0, rule.query.indexOf(name)),
          'warning',
          `${name} is in no schema: it is taken as a table without rows.`,
        ),
      ),
      ...(compiled?.whyAlone === undefined
        ? []
        : [
            rule.lookBackOf === undefined
              ? inQuery(0, 'warning', `It is asked window by window, which is slow: ${compiled.whyAlone}.`)
              : at(
                  ['lookBackOf'],
                  'error',
                  `lookBackOf: the query has to be asked window by window (${compiled.whyAlone}), where all tables are looked back into equally far.`,
                ),
          ]),
    ]
  } catch (error) {
    if (error instanceof QueryError)
      return [inQuery(error.at.start, 'error', `${error.code}: ${error.message}`)]
    return [{ rule: rule.id, file, severity: 'error', message: messageOf(error) }]
  }
}

/** Columns that rule.yaml names and the query does not give, and columns that nothing uses. */
function columnFaults(rule: QueryRule, columns: readonly string[], at: At): Fault[] {
  const { kind, column } = entityOf(rule)
  const named: readonly (readonly [readonly PropertyKey[], string])[] = [
    [['entity', kind], column],
    ...(rule.asset === undefined ? [] : [[['asset'], rule.asset] as const]),
    ...(rule.times === undefined
      ? []
      : [[['times', 'first'], rule.times.first] as const, [['times', 'last'], rule.times.last] as const]),
    ...(rule.observed === undefined ? [] : [[['observed', 'column'], rule.observed.column] as const]),
    ...placeholdersOf(rule.sentence)
      .filter((name) => !GIVEN.has(name))
      .map((name) => [['sentence'], name] as const),
    ...(rule.language === 'sql' ? [[['language'], 'day'] as const] : []),
  ]
  const missing = named
    .filter(([, name]) => !columns.includes(name))
    .map(([path, name]) =>
      at(
        path,
        'error',
        `${path.join('.')}: the query gives no column ${name}; it gives ${columns.join(', ')}.`,
      ),
    )
  // An event of Sigma has all columns of its table, and an imported query is as it is.
  if (rule.language === 'sigma' || rule.origin !== undefined) return missing
  const used = new Set(named.map(([, name]) => name))
  const idle = columns.filter((name) => !used.has(name) && !GIVEN.has(name))
  return [
    ...missing,
    ...(idle.length === 0
      ? []
      : [at(['sentence'], 'warning', `Nothing uses the columns ${idle.join(', ')} of the query.`)]),
  ]
}

function readText(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

import { QueryError } from '../plan/query-error.ts'
import { readAggregation } from './aggregation.ts'
import { readCorrelationRule } from './correlation/rule.ts'
import { readDocuments, type SigmaDocument } from './document.ts'
import { type FilterRule, readDetectionRule, readFilterRule, type SigmaRule } from './rule.ts'

/** All rules and filters that are known while some of them are translated. */
export interface SigmaCollection {
  /** Those of the text itself. */
  readonly rules: readonly SigmaRule[]
  readonly filters: readonly FilterRule[]
  /** A rule by its id or its name, of the text or of the others that were given. */
  find(name: string): SigmaRule | undefined
}

/**
 * Reads rules and filters.
 *
 * @throws QueryError of the first that is wrong.
 */
export function readCollection(
  content: string | object,
  others: readonly (string | object)[] = [],
): SigmaCollection {
  const own = readKinds(content)
  const more = others.map(readKinds)
  if (own.rules.length === 0) {
    throw new QueryError('syntax', 'There is no rule here: a rule has a detection or a correlation.', {
      start: 0,
      end: 0,
    })
  }
  const all = [own, ...more].flatMap(({ rules }) => rules)
  const byName = new Map<string, SigmaRule>()
  for (const rule of all) {
    for (const label of [rule.id, rule.name]) {
      if (label !== undefined && !byName.has(label)) byName.set(label, rule)
    }
  }
  return {
    rules: own.rules,
    filters: [own, ...more].flatMap(({ filters }) => filters),
    find: (name) => byName.get(name),
  }
}

function readKinds(content: string | object): { rules: SigmaRule[]; filters: FilterRule[] } {
  const rules: SigmaRule[] = []
  const filters: FilterRule[] = []
  for (const document of withGlobals(readDocuments(content))) {
    const has = keysOf(document)
    if (has.has('correlation')) rules.push(readCorrelationRule(document))
    else if (has.has('filter')) filters.push(readFilterRule(document))
    else rules.push(...readRule(document))
  }
  return { rules, filters }
}

/** A rule of Sigma 1 may be a correlation and what it is about. */
function readRule(document: SigmaDocument): SigmaRule[] {
  const aggregation = readAggregation(document)
  return aggregation === undefined
    ? [readDetectionRule(document)]
    : [aggregation.correlation, ...aggregation.rules]
}

function keysOf({ value }: SigmaDocument): ReadonlySet<string> {
  return new Set(typeof value === 'object' && value !== null ? Object.keys(value) : [])
}

/** `action: global` documents of Sigma 1: what they say, every rule after them says, too. */
function withGlobals(documents: readonly SigmaDocument[]): SigmaDocument[] {
  let shared: Record<string, unknown> = {}
  return documents.flatMap((document, at) => {
    const { value } = document
    if (!isMap(value)) return [document]
    const { action, ...content } = value
    // On its own it is all there is of its rule.
    if (action === 'global' && at < documents.length - 1) {
      shared = merged(shared, content)
      return []
    }
    if (action === 'reset') shared = {}
    return [{ ...document, value: merged(shared, action === undefined ? value : content) }]
  })
}

function merged(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const both = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = Object.hasOwn(base, key) ? base[key] : undefined
    return [key, isMap(below) && isMap(value) ? merged(below, value) : value]
  })
  return { ...base, ...Object.fromEntries(both) }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

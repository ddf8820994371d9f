import type { QueryRule, RuleLanguage } from '../query-rules/query-rule.ts'
import type { Technique } from '../signal.ts'

/** Products whose rules are read. */
export const PRODUCTS = ['sentinel', 'splunk', 'sigma'] as const
export type Product = (typeof PRODUCTS)[number]

/** One rule of another product, read but not yet compiled. */
export interface DraftRule {
  readonly product: Product
  /** As the product names it. */
  readonly originalId: string
  readonly title: string
  readonly description: string
  readonly language: Exclude<RuleLanguage, 'sql'>
  readonly query: string
  readonly schedule: string
  readonly lookBack: string
  readonly severity: QueryRule['severity']
  readonly stage: QueryRule['stage']
  readonly trigger?: QueryRule['trigger']
  /** Columns that the rule itself says hold who it was, the best first. */
  readonly entities: readonly EntityHint[]
  readonly techniques: readonly Technique[]
  readonly falsePositives: readonly string[]
}

export interface EntityHint {
  readonly kind: 'person' | 'account' | 'address'
  readonly column: string
}

/** Content of a YAML file, as far as it is a map. */
export type Content = Readonly<Record<string, unknown>>

export function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field as text; the empty text where it is none. */
export function textOf(content: Content, field: string): string {
  const value = Object.hasOwn(content, field) ? content[field] : undefined
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** A field as a list of texts; one text is a list of one. */
export function textsOf(content: Content, field: string): string[] {
  const value = Object.hasOwn(content, field) ? content[field] : undefined
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return list.filter((it) => typeof it === 'string' || typeof it === 'number').map(String)
}

/** A field as a list of maps. */
export function contentsOf(content: Content, field: string): Content[] {
  const value = Object.hasOwn(content, field) ? content[field] : undefined
  return Array.isArray(value) ? value.filter(isContent) : isContent(value) ? [value] : []
}

/** The version that other products leave out beside a technique. */
export const UNKNOWN_VERSION = 'unknown'

/**
 * Techniques of ids as products write them; what is no id of ATT&CK or ATLAS is left out.
 *
 * @example techniquesOf(['attack.t1078.004', 'T1530']).map(({ id }) => id) // => ['T1078.004', 'T1530']
 */
export function techniquesOf(ids: readonly string[]): Technique[] {
  const found = ids.flatMap((id) => {
    const [, plain] = /^(?:attack\.|atlas\.)?((?:aml\.)?t\d{4}(?:\.\d{3})?)$/i.exec(id.trim()) ?? []
    return plain === undefined ? [] : [plain.toUpperCase()]
  })
  return [...new Set(found)].map((id) => ({
    framework: id.startsWith('AML') ? 'ATLAS' : 'ATT&CK',
    version: UNKNOWN_VERSION,
    id,
    name: id,
  }))
}

const STAGE_OF_TACTIC: readonly (readonly [RegExp, QueryRule['stage']])[] = [
  [/exfiltration/, 'send'],
  [/collection/, 'collect'],
  [/(defen[cs]e.?evasion|stealth)/, 'hide'],
  [/(reconnaissance|discovery)/, 'recon'],
  [/(command.?and.?control|resource.?development|staging)/, 'stage'],
]

/** Where in a theft a tactic belongs; `recon` for those that come before any. */
export function stageOf(tactics: readonly string[]): QueryRule['stage'] {
  const named = tactics.join(' ').toLowerCase()
  return STAGE_OF_TACTIC.find(([pattern]) => pattern.test(named))?.[1] ?? 'recon'
}

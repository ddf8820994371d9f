import { expandMacros } from '../../query/spl/macros/expand-macros.ts'
import type { SplMacro, SplMacros } from '../../query/spl/macros/macro.ts'
import {
  type Content,
  contentsOf,
  type DraftRule,
  type EntityHint,
  isContent,
  stageOf,
  techniquesOf,
  textOf,
  textsOf,
} from './draft.ts'

/** A detection of Splunk's security content: a search with what it takes to run it. */
export function isSplunk(content: Content): boolean {
  return (
    textOf(content, 'search') !== '' &&
    ['how_to_implement', 'known_false_positives', 'data_source', 'rba', 'type'].some((field) =>
      Object.hasOwn(content, field),
    )
  )
}

/** A macro of the same tree, as `macros/*.yml` defines it; null for any other content. */
export function readMacro(content: Content): (SplMacro & { readonly name: string }) | null {
  const name = textOf(content, 'name')
  if (name === '' || !Object.hasOwn(content, 'definition')) return null
  return { name, definition: textOf(content, 'definition'), args: textsOf(content, 'arguments') }
}

/** The macros of a tree by the name Splunk calls them by: with the number of their arguments. */
export function macrosOf(found: readonly (SplMacro & { readonly name: string })[]): SplMacros {
  return new Map(
    found.map(({ name, ...macro }) => [
      macro.args.length === 0 || /\(\d+\)$/.test(name) ? name : `${name}(${macro.args.length})`,
      macro,
    ]),
  )
}

/** @throws QueryError where a macro never ends. */
export function readSplunk(content: Content, macros: SplMacros): DraftRule {
  const tags = isContent(content['tags']) ? content['tags'] : {}
  return {
    product: 'splunk',
    originalId: textOf(content, 'id'),
    title: textOf(content, 'name') || textOf(content, 'id'),
    description: textOf(content, 'description') || textOf(content, 'name'),
    language: 'spl',
    // A rule stands for itself: what its tree defines is written out.
    query: expandMacros(String(content['search']), macros).text,
    // These rules are told when to run by whoever installs them.
    schedule: '1d',
    lookBack: '1d',
    severity: severityOf(content, tags),
    stage: stageOf([...textsOf(tags, 'kill_chain_phases'), ...textsOf(content, 'tactics')]),
    entities: [...observables(tags), ...riskObjects(content)],
    techniques: techniquesOf([...textsOf(tags, 'mitre_attack_id'), ...textsOf(content, 'mitre_attack_id')]),
    falsePositives: textsOf(content, 'known_false_positives')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  }
}

const SEVERITY_OF_TYPE = new Map([
  ['ttp', 'high'],
  ['correlation', 'high'],
  ['anomaly', 'medium'],
  ['hunting', 'low'],
] as const)

function severityOf(content: Content, tags: Content): DraftRule['severity'] {
  const rba = isContent(content['rba']) ? content['rba'] : {}
  const scores = contentsOf(rba, 'risk_objects').map((object) => Number(object['score']))
  const score = Math.max(0, Number(tags['risk_score'] ?? 0) || 0, ...scores.filter((it) => it >= 0))
  if (score >= 80) return 'critical'
  return SEVERITY_OF_TYPE.get(textOf(content, 'type').toLowerCase() as 'ttp') ?? 'medium'
}

/** `observable` of older content: who is the victim or the attacker, and in which field. */
function observables(tags: Content): EntityHint[] {
  return contentsOf(tags, 'observable').flatMap((observable) =>
    hintOf(textOf(observable, 'type'), textOf(observable, 'name')),
  )
}

/** `rba` of newer content. */
function riskObjects(content: Content): EntityHint[] {
  const rba = isContent(content['rba']) ? content['rba'] : {}
  return [...contentsOf(rba, 'risk_objects'), ...contentsOf(rba, 'threat_objects')].flatMap((object) =>
    hintOf(textOf(object, 'type'), textOf(object, 'field')),
  )
}

function hintOf(type: string, column: string): EntityHint[] {
  if (column === '') return []
  if (/^user(_?name)?$/i.test(type)) return [{ kind: 'account', column }]
  if (/^ip(_| )?address$/i.test(type)) return [{ kind: 'address', column }]
  return []
}

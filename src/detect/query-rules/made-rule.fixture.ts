import type { QueryRule } from './query-rule.ts'

/** A query rule of a test's own. */
export function madeRule(parts: Partial<QueryRule> & Pick<QueryRule, 'query'>): QueryRule {
  return {
    id: 'made',
    version: 1,
    kind: 'query',
    title: 'Made',
    description: 'Made for a test.',
    reason: 'Made for a test.',
    language: 'kql',
    schema: 'all',
    schedule: '1d',
    lookBack: '1d',
    channel: 'inference',
    stage: 'recon',
    case: 'join',
    severity: 'low',
    entity: { person: 'person' },
    sentence: '{rows|count} rows on {day}',
    techniques: [],
    falsePositives: [],
    response: [],
    ...parts,
  }
}

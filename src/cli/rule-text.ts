import type { QueryRule } from '../detect/query-rules/query-rule.ts'

type ShownRule = Pick<
  QueryRule,
  | 'id'
  | 'version'
  | 'title'
  | 'description'
  | 'reason'
  | 'channel'
  | 'severity'
  | 'techniques'
  | 'falsePositives'
  | 'response'
> & { readonly kind: string; readonly language: string; readonly stage: string } & Partial<
    Pick<QueryRule, 'schedule' | 'lookBack' | 'case'>
  >

/** A rule as its author wrote it, with its query. */
export function ruleText(rule: ShownRule, query: string): string {
  const when =
    rule.schedule === undefined ? 'every day' : `every ${rule.schedule}, looking back ${rule.lookBack}`
  return [
    `${rule.id} (version ${rule.version}): ${rule.title}`,
    `${rule.kind}, ${rule.language}, ${when}; ${rule.channel}, ${rule.stage}, ${rule.severity}`,
    '',
    rule.description,
    '',
    'Why a thief cannot avoid it',
    `  ${rule.reason}`,
    '',
    'False positives',
    ...rule.falsePositives.map((text) => `  ${text}`),
    '',
    'Response',
    ...rule.response.map((text) => `  ${text}`),
    '',
    'Techniques',
    ...rule.techniques.map(({ framework, version, id, name }) => `  ${framework} ${version} ${id} ${name}`),
    '',
    query.trimEnd(),
  ].join('\n')
}

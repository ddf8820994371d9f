import { formatCount, formatCounted } from '../base/bytes.ts'
import { formatPercent } from '../detect/fill.ts'
import type { ImportReport, ImportResult } from '../detect/rule-import/import-rules.ts'
import { textTable } from './output.ts'

/** What became of one rule, for machines. */
export function importLine({ file, product, id, title, compiled }: ImportResult): object {
  const shared = { file, product, id, title, runs: compiled.runs }
  if (!compiled.runs) return { ...shared, error: compiled.failure }
  const { empty, channel, entity } = compiled
  return { ...shared, channel, entity, empty }
}

/** What became of every rule, and how many run. */
export function importText({ rules, others, broken }: ImportReport): string {
  const failed = rules.filter(({ compiled }) => !compiled.runs)
  const blind = rules.filter(({ compiled }) => compiled.runs && compiled.isBlind)
  const table = textTable(
    [{ title: 'file' }, { title: 'product' }, { title: 'result' }],
    rules.map((result) => [result.file, result.product, resultText(result)]),
  )
  return [
    ...(rules.length === 0 ? [] : [table, '']),
    ...broken.map(({ file, why }) => `${file} is not YAML: ${why}.`),
    rules.length === 0
      ? 'There is no rule of Sentinel, Splunk or Sigma here.'
      : `${formatCount(rules.length - failed.length)} of ${formatCounted(rules.length, 'rule')} run (${formatPercent((rules.length - failed.length) / rules.length)}); ${formatCount(blind.length)} of them read only tables of which there are no rows here.`,
    ...reasonCounts(failed).map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`),
    ...(others.length === 0 ? [] : [`${formatCounted(others.length, 'other file')} without a rule.`]),
  ].join('\n')
}

function resultText({ compiled }: ImportResult): string {
  if (compiled.runs) {
    const empty = compiled.empty.length === 0 ? '' : `; nothing here fills ${compiled.empty.join(', ')}`
    const nobody = compiled.entity === null ? '; no column says who it was' : ''
    return `runs${empty}${nobody}`
  }
  const { code, message, line, column, construct } = compiled.failure
  const place = line === undefined ? '' : ` ${line}:${column}`
  return `${code}${place}${construct === undefined ? '' : ` ${construct}`}: ${message}`
}

/** Codes with their constructs, the most frequent first. */
function reasonCounts(failed: readonly ImportResult[]): (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { compiled } of failed) {
    if (compiled.runs) continue
    const { code, construct } = compiled.failure
    const reason = construct === undefined ? code : `${code} ${construct}`
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || left.localeCompare(right),
  )
}

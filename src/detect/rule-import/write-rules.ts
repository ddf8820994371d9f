import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { QUERY_FILES } from '../query-rules/query-rule.ts'
import type { EntityHint } from './draft.ts'
import type { ImportResult } from './import-rules.ts'

export interface WrittenRules {
  /** Ids of the rules that were written. */
  readonly written: readonly string[]
  /** Rules that run and were not written, and why. */
  readonly left: readonly { readonly file: string; readonly why: string }[]
}

/**
 * Writes the rules that run as folders of rules of our own. A folder that is there already is left as it is: somebody may
 * have changed it.
 */
export function writeRules(results: readonly ImportResult[], out: string): WrittenRules {
  const written: string[] = []
  const left: { file: string; why: string }[] = []
  const taken = new Set<string>()
  for (const { file, product, draft, compiled } of results) {
    if (!compiled.runs || draft === null) continue
    if (compiled.entity === null) {
      left.push({ file, why: 'no column says who it was' })
      continue
    }
    const id = idOf(draft.title, taken)
    const folder = join(out, id)
    if (existsSync(folder)) {
      left.push({ file, why: `${folder} is there already` })
      continue
    }
    mkdirSync(folder, { recursive: true })
    const { title, description, language, schedule, lookBack, stage, severity, techniques } = draft
    const rule = {
      id,
      version: 1,
      kind: 'query',
      title,
      description,
      reason: `Imported from ${product}; its description says what it looks for.`,
      language,
      schedule,
      lookBack,
      channel: compiled.channel,
      stage,
      case: 'join',
      severity,
      entity: entityField(compiled.entity),
      ...(draft.trigger !== undefined && { trigger: draft.trigger }),
      sentence: `${title.replaceAll(/[{}]/g, '')}: {rows|count} rows on {day}`,
      techniques,
      falsePositives: draft.falsePositives,
      response: [],
      origin: { product, id: draft.originalId || id, file },
    }
    writeFileSync(join(folder, 'rule.yaml'), stringify(rule, { lineWidth: 116 }))
    writeFileSync(join(folder, QUERY_FILES[language]), `${draft.query.trimEnd()}\n`)
    written.push(id)
  }
  return { written, left }
}

function entityField({ kind, column }: EntityHint): Readonly<Record<string, string>> {
  return { [kind]: column }
}

/**
 * A rule's id from its title: lower case with dashes, and a number where it is taken.
 *
 * @example idOf('Rare RDP logons (Preview)', new Set()) // => 'rare-rdp-logons-preview'
 */
export function idOf(title: string, taken: Set<string>): string {
  const plain = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '')
  const base = plain === '' ? 'imported-rule' : plain
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  taken.add(id)
  return id
}

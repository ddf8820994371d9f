import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { messageOf, WeighbridgeError } from '../base/errors.ts'

/** Text that says something. */
export const text = z.string().trim().min(1)

/** ATT&CK ids are T1567 or T1567.002, ATLAS ids AML.T0024 or AML.T0024.002. */
export const technique = z
  .strictObject({
    framework: z.enum(['ATT&CK', 'ATLAS']),
    version: text,
    id: text,
    name: text,
  })
  .refine((it) => (it.framework === 'ATLAS' ? /^AML\.T\d{4}(\.\d{3})?$/ : /^T\d{4}(\.\d{3})?$/).test(it.id), {
    message: 'is not an id of its framework (T1567.002 in ATT&CK, AML.T0024.002 in ATLAS)',
    path: ['id'],
  })

export const ruleId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a lower-case name with dashes')

export const severity = z.enum(['low', 'medium', 'high', 'critical'])

export const RULE_KINDS = ['measure', 'query'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** One folder of a rule: its rule.yaml, read but not yet checked. */
export interface RuleFolder {
  /** The folder that holds it. */
  readonly above: string
  readonly name: string
  /** rule.yaml, as messages name it. */
  readonly file: string
  readonly content: unknown
}

/**
 * The folders of a folder of rules, in the order of their names.
 *
 * @throws WeighbridgeError `bad-input` where a rule.yaml is missing or no YAML, `not-found` without the folder.
 */
export function ruleFolders(above: string, kind: RuleKind): RuleFolder[] {
  return subFolders(above)
    .map((name) => {
      const file = `rules/${name}/rule.yaml`
      return { above, name, file, content: parseYaml(file, readRuleFile({ above, name }, 'rule.yaml')) }
    })
    .filter((folder) => kindOf(folder) === kind)
}

/** A kind that is none is shown to the measures' check, which names the field. */
function kindOf({ content }: RuleFolder): RuleKind {
  const kind = typeof content === 'object' && content !== null && 'kind' in content ? content.kind : null
  return kind === 'query' ? 'query' : 'measure'
}

/** Folders of a folder, in the order of their names. */
export function subFolders(above: string): string[] {
  try {
    return readdirSync(above, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    throw new WeighbridgeError(
      'not-found',
      `Cannot read the folder of rules ${above}: ${messageOf(error)}.`,
      {
        cause: error,
      },
    )
  }
}

/** @throws WeighbridgeError `bad-input` naming the file and the field that is wrong. */
export function checked<Schema extends z.ZodType>(schema: Schema, folder: RuleFolder): z.infer<Schema> {
  const parsed = schema.safeParse(folder.content)
  if (!parsed.success) {
    throw new WeighbridgeError(
      'bad-input',
      `${folder.file} is not a rule: ${faultsOf(parsed.error).join('; ')}.`,
    )
  }
  const { id } = parsed.data as { readonly id?: string }
  if (id !== folder.name) {
    throw new WeighbridgeError(
      'bad-input',
      `${folder.file} says id: ${id}; a rule is named like its folder, ${folder.name}.`,
    )
  }
  return parsed.data
}

/** What is wrong with some content, one clause a field. */
export function faultsOf(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
}

/** @throws WeighbridgeError `bad-input` where the file is missing. */
export function readRuleFile({ above, name }: Pick<RuleFolder, 'above' | 'name'>, file: string): string {
  try {
    return readFileSync(join(above, name, file), 'utf8')
  } catch {
    throw new WeighbridgeError(
      'bad-input',
      `rules/${name}/${file} is missing; a rule is the two files rule.yaml and ${file === 'rule.yaml' ? 'its query' : file}.`,
    )
  }
}

/** @throws WeighbridgeError `bad-input` naming the file. */
export function parseYaml(file: string, content: string): unknown {
  try {
    return parse(content)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file} is not YAML: ${messageOf(error)}`)
  }
}

/** The nearest folder `rules` at or above this file: the package's own in a checkout, dist/rules once built. */
export function rulesFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(at, 'rules'))) {
    const above = dirname(at)
    if (above === at)
      throw new WeighbridgeError(
        'not-found',
        'The folder rules/ is missing from this installation; install Weighbridge again.',
      )
    at = above
  }
  return join(at, 'rules')
}

/** A folder of rules of one's own beside those that come with Weighbridge: the variable WEIGHBRIDGE_RULES. */
export function ownRulesFolder(): string | undefined {
  const folder = process.env['WEIGHBRIDGE_RULES']
  return folder === undefined || folder === '' ? undefined : folder
}

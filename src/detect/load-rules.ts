import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { messageOf, WeighbridgeError } from '../base/errors.ts'
import { type Rule, ruleSchema } from './rule.ts'

/**
 * The rules of a folder, one sub-folder each with rule.yaml and rule.sql, in the order of their names.
 *
 * @throws WeighbridgeError `bad-input` naming the file and the field that is wrong.
 */
export function loadRules(folder: string = rulesFolder()): Rule[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => loadRule(folder, name))
}

function loadRule(folder: string, name: string): Rule {
  const file = `rules/${name}/rule.yaml`
  const parsed = ruleSchema.safeParse(parseYaml(file, read(folder, name, 'rule.yaml')))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    )
    throw new WeighbridgeError('bad-input', `${file} is not a rule: ${faults.join('; ')}.`)
  }
  if (parsed.data.id !== name) {
    throw new WeighbridgeError(
      'bad-input',
      `${file} says id: ${parsed.data.id}; a rule is named like its folder, ${name}.`,
    )
  }
  return { ...parsed.data, sql: read(folder, name, 'rule.sql').trim() }
}

function read(folder: string, name: string, file: string): string {
  try {
    return readFileSync(join(folder, name, file), 'utf8')
  } catch {
    throw new WeighbridgeError(
      'bad-input',
      `rules/${name}/${file} is missing; a rule is the two files rule.yaml and rule.sql.`,
    )
  }
}

function parseYaml(file: string, content: string): unknown {
  try {
    return parse(content)
  } catch (error) {
    throw new WeighbridgeError('bad-input', `${file} is not YAML: ${messageOf(error)}`)
  }
}

/** The nearest folder `rules` at or above this file: the package's own in a checkout, dist/rules once built. */
function rulesFolder(): string {
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

/**
 * `node scripts/check-layers.mjs [folder] [floor]`: the layer rule of .dependency-cruiser.mjs over a
 * tree that looks like ours. Ends in status 1 at a violation, or where it saw fewer modules than the
 * floor: with a TypeScript it does not know, dependency-cruiser sees none and is content.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import rules from '../.dependency-cruiser.mjs'
import { floorOf } from './floors.mjs'
import { ROOT } from './root.mjs'

const OURS = /^(src|console|bench|test)\//
const root = resolve(process.argv[2] ?? ROOT)
const floor = Number(process.argv[3] ?? floorOf('modules'))
const folders = ['src', 'console', 'bench', 'test'].filter((folder) => existsSync(join(root, folder)))

process.chdir(root)
const { output } = await cruise(folders, {
  ...rules.options,
  ruleSet: { forbidden: rules.forbidden },
  validate: true,
})
if (typeof output === 'string')
  throw new Error('dependency-cruiser answered in text where data was asked for.')
const { violations } = output.summary
const modules = output.modules.filter(
  ({ source, couldNotResolve }) => OURS.test(source) && !couldNotResolve,
).length

for (const violation of violations) {
  const { name } = violation.rule
  const { comment } = rules.forbidden.find((rule) => rule.name === name)
  const way = violation.cycle?.map((step) => step.name).join(' -> ') ?? violation.to
  console.log(`${violation.from} -> ${way}\n  ${name}: ${comment}`)
}
if (modules < floor) {
  console.log(
    `The layer rule saw ${modules} modules where at least ${floor} were expected: it is blind, so its silence means nothing.`,
  )
}
console.log(`${modules} modules, ${violations.length} violations`)
process.exitCode = violations.length > 0 || modules < floor ? 1 : 0

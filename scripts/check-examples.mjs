/**
 * `node scripts/check-examples.mjs [src folder] [compiled folder] [floor]`: runs the `@example` lines
 * of exported names against the compiled program and compares what they promise.
 *
 * An example is statements; each expression followed by `// => value` is one promise. An example
 * without a promise, on a name that is not exported, or that does not run, fails.
 */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesUnder } from './content-hash.mjs'
import { examplesIn } from './examples-in.mjs'
import { floorOf } from './floors.mjs'
import { inRoot } from './root.mjs'
import { runExample } from './run-example.mjs'

const sources = resolve(process.argv[2] ?? inRoot('src'))
const compiled = resolve(process.argv[3] ?? inRoot('dist'))
const floor = Number(process.argv[4] ?? floorOf('examples'))

let promises = 0
const problems = []
for (const file of filesUnder('.', sources).filter(isSource)) {
  for (const example of examplesIn(file, readFileSync(join(sources, file), 'utf8'))) {
    const module = pathToFileURL(join(compiled, file.replace(/\.ts$/, '.js'))).href
    const outcome = await runExample(example, module)
    promises += outcome.promises
    problems.push(...outcome.problems.map(({ line, message }) => `src/${file}:${line}  ${message}`))
  }
}

for (const problem of problems) console.log(problem)
if (promises < floor) {
  console.log(
    `Ran ${promises} examples where at least ${floor} were expected: docstrings were lost, or the reader is blind.`,
  )
}
console.log(`${promises} examples, ${problems.length} wrong`)
// An imported module may hold a timer or an engine open.
process.exit(problems.length > 0 || promises < floor ? 1 : 0)

function isSource(file) {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts')
}

/** `npm run check`: every step runs, each prints one line or its tool's own output. */
import { existsSync } from 'node:fs'
import { runNode } from './child.mjs'
import { inRoot } from './root.mjs'

const TSC = 'node_modules/typescript/bin/tsc'
const KNIP = 'node_modules/knip/bin/knip.js'

/**
 * The steps: programs to run, all of which must end in status 0, and the pattern (or function) that
 * says in their output what was seen.
 */
const STEPS = [
  { name: 'build', runs: [['scripts/build.mjs']], seen: () => 'dist is what the sources say' },
  { name: 'types', runs: typeRuns(), seen: countListedFiles, quiet: hideListedFiles },
  {
    name: 'biome',
    runs: [
      [
        'node_modules/@biomejs/biome/bin/biome',
        'check',
        '--error-on-warnings',
        '--no-errors-on-unmatched',
        '.',
      ],
    ],
    seen: (output) => /Checked (\d+ files?)/.exec(output)?.[1],
  },
  { name: 'layers', runs: [['scripts/check-layers.mjs']], seen: lastLine },
  {
    name: 'unused',
    runs: [
      [KNIP, '--no-progress'],
      [KNIP, '--no-progress', '--production', '--include', 'files,dependencies'],
    ],
    seen: () => 'files, exports, dependencies',
  },
  { name: 'examples', runs: [['scripts/check-examples.mjs']], seen: lastLine },
  { name: 'lock', runs: [['scripts/complete-lock.mjs', '--check']], seen: lastLine },
  { name: 'words', runs: [['scripts/check-words.mjs']], seen: lastLine },
]

/** Runs every step and returns the exit status: 0 where all passed. */
export async function runChecks() {
  const failed = []
  for (const step of STEPS) {
    if (!(await runStep(step))) failed.push(step.name)
  }
  const passed = STEPS.length - failed.length
  console.log(
    `${passed} of ${STEPS.length} checks passed${failed.length === 0 ? '' : `; failed: ${failed.join(', ')}`}`,
  )
  return failed.length === 0 ? 0 : 1
}

async function runStep({ name, runs, seen, quiet = (output) => output }) {
  let output = ''
  let ok = true
  for (const [file, ...args] of runs) {
    const run = await runNode(file, args, { env: { NO_COLOR: '1', FORCE_COLOR: '0' } })
    output += run.output
    ok &&= run.status === 0
  }
  const detail = ok ? seen(output) : undefined
  // A tool that ends well and saw nothing is a failure: that is how checks go blind.
  if (detail === undefined) console.log(`${quiet(output).trimEnd()}\nFAILED  ${name}`)
  else console.log(`ok  ${name.padEnd(8)}  (${detail})`)
  return detail !== undefined
}

function typeRuns() {
  const projects = ['tsconfig.json', 'tsconfig.scripts.json', 'console/tsconfig.json']
  return projects
    .filter((project) => existsSync(inRoot(project)))
    .map((project) => [TSC, '--noEmit', '--listFiles', '-p', project])
}

const LISTED = /^(\/|[A-Za-z]:\/).*\.(d\.ts|[cm]?[jt]sx?|json)$/

function countListedFiles(output) {
  const own = output.split('\n').filter((line) => LISTED.test(line) && !line.includes('/node_modules/'))
  const count = new Set(own).size
  return count === 0 ? undefined : `${count} files`
}

function hideListedFiles(output) {
  return output
    .split('\n')
    .filter((line) => !LISTED.test(line))
    .join('\n')
}

function lastLine(output) {
  return output.trimEnd().split('\n').at(-1) || undefined
}

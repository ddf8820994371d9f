/**
 * Builds dist/: the compiled program, the files it reads beside itself, the rules, and the console.
 *
 * Each part is skipped while the content of its inputs is what it was built from.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runNode } from './child.mjs'
import { contentHash, filesUnder } from './content-hash.mjs'
import { inRoot } from './root.mjs'

/** Files under src/ that the program reads at run time. */
const ASSET = /\.(sql|yaml|json)$/
const TOOLS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
]

const PARTS = [
  { name: 'program', inputs: sources, make: compile, proof: 'dist/cli/main.js' },
  { name: 'rules', inputs: () => filesUnder('rules'), make: copyRules, proof: 'dist/rules' },
  { name: 'console', inputs: consoleInputs, make: buildConsole, proof: 'dist/console/index.html' },
]

/** Brings dist/ up to date; throws one sentence where a part does not build. */
export async function buildAll() {
  for (const part of PARTS) {
    const inputs = part.inputs()
    const stamp = inRoot('dist', `.${part.name}.stamp`)
    const wanted = contentHash([...inputs, ...TOOLS])
    const isBuilt = inputs.length === 0 || existsSync(inRoot(part.proof))
    if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue
    rmSync(stamp, { force: true })
    await part.make(inputs)
    mkdirSync(inRoot('dist'), { recursive: true })
    writeFileSync(stamp, wanted)
  }
}

function sources() {
  return filesUnder('src').filter(
    (file) => !file.endsWith('.test.ts') && (file.endsWith('.ts') || ASSET.test(file)),
  )
}

// Compiled aside and moved into place: a program that is running never sees half a build.
async function compile(inputs) {
  const staging = `dist/.staging-${process.pid}`
  const staged = inRoot(staging)
  try {
    await tool(
      'node_modules/typescript/bin/tsc',
      ['-p', 'tsconfig.build.json', '--outDir', staging],
      'the program does not compile',
    )
    for (const file of inputs.filter((input) => ASSET.test(input))) {
      copy(file, `${staging}/${file.slice('src/'.length)}`)
    }
    const fresh = readdirSync(staged)
    const kept = new Set([...fresh, 'rules', 'console'])
    for (const name of readdirSync(inRoot('dist')).filter((entry) => !entry.startsWith('.'))) {
      if (!kept.has(name)) rmSync(inRoot('dist', name), { recursive: true })
    }
    for (const name of fresh) {
      rmSync(inRoot('dist', name), { recursive: true, force: true })
      renameSync(inRoot(staging, name), inRoot('dist', name))
    }
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
}

function copyRules(inputs) {
  rmSync(inRoot('dist/rules'), { recursive: true, force: true })
  for (const file of inputs) copy(file, `dist/${file}`)
}

function consoleInputs() {
  if (!existsSync(inRoot('console/index.html'))) return []
  return ['console', 'src/cases', 'src/detect'].flatMap((folder) => filesUnder(folder))
}

async function buildConsole(inputs) {
  if (inputs.length === 0) return
  const args = ['build', 'console', '--outDir', '../dist/console', '--emptyOutDir', '--logLevel', 'warn']
  await tool('node_modules/vite/bin/vite.js', args, 'the console does not build')
}

function copy(from, to) {
  mkdirSync(dirname(inRoot(to)), { recursive: true })
  cpSync(inRoot(from), inRoot(to))
}

async function tool(file, args, failure) {
  const { status, output } = await runNode(file, args)
  process.stderr.write(output)
  if (status !== 0) throw new Error(`${failure}; the messages above say where.`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildAll()
  } catch (error) {
    console.error(`weighbridge: ${error.message}`)
    process.exit(1)
  }
}

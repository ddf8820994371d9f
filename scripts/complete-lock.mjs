/**
 * `node scripts/complete-lock.mjs [--check]`: completes package-lock.json with the optional packages
 * of other platforms that the registry at hand did not have. npm leaves those out of the lock, and
 * then `npm ci` refuses the lock on every machine. Run it after any change to dependencies.
 *
 * A completed entry has no integrity hash: on its own platform npm takes the published one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/
const KNOWN = {
  os: ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'sunos', 'win32'],
  cpu: ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'],
}

const path = inRoot('package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const missing = Object.values(lock.packages).flatMap((entry) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(name))
    .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
)

if (!process.argv.includes('--check')) {
  for (const each of missing) lock.packages[`node_modules/${each.name}`] = entryOf(each)
  const root = lock.packages['']
  const sorted = Object.entries(lock.packages).filter(([name]) => name !== '')
  sorted.sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = { '': root, ...Object.fromEntries(sorted) }
  if (missing.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${missing.length} optional packages completed`)
} else {
  for (const { name, version } of missing) console.log(`package-lock.json lacks ${name}@${version}`)
  if (missing.length > 0)
    console.log('`npm ci` refuses this lock: run `node scripts/complete-lock.mjs` and commit it.')
  console.log(`${Object.keys(lock.packages).length - 1} packages`)
  process.exitCode = missing.length > 0 ? 1 : 0
}

function isLocked(name) {
  return Object.keys(lock.packages).some(
    (key) => key === `node_modules/${name}` || key.endsWith(`/node_modules/${name}`),
  )
}

/** A lock entry that npm installs on the package's own platform only, read from its name. */
function entryOf({ name, version, dev }) {
  if (!EXACT.test(version))
    throw new Error(`${name}: '${version}' is a range, so its version cannot be known here.`)
  const words = name.split(/[/-]/)
  const [os, cpu] = ['os', 'cpu'].map((kind) => words.find((word) => KNOWN[kind].includes(word)))
  if (os === undefined) throw new Error(`${name}: no platform is known by that name.`)
  const libc = words.includes('musl')
    ? ['musl']
    : words.includes('gnu') && os === 'linux'
      ? ['glibc']
      : undefined
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(libc && { libc }),
    optional: true,
    os: [os],
  }
}

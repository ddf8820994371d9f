import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { runChild } from './child.mjs'
import { inRoot } from './root.mjs'

const STAMP = inRoot('node_modules', '.weighbridge-install')

/**
 * Makes node_modules match package-lock.json on this platform and this Node, with `npm ci` where it
 * does not. The stamp is written only after success, so an interrupted install is done again.
 */
export async function ensureInstalled() {
  const lock = readFileSync(inRoot('package-lock.json'), 'utf8')
  const wanted = stampOf(lock)
  if (readOrEmpty(STAMP) === wanted) return
  if (!isInstalled(lock, readOrEmpty(inRoot('node_modules', '.package-lock.json')))) await install()
  writeFileSync(STAMP, wanted)
}

function stampOf(lock) {
  const major = process.versions.node.split('.')[0]
  const hash = createHash('sha256').update(lock).digest('hex')
  return `${hash} ${process.platform}-${process.arch} node${major}\n`
}

/**
 * True where npm's own record of what it installed (it writes that last) holds every package of the
 * lock. Optional ones belong to other platforms and are not asked for.
 */
export function isInstalled(lock, record) {
  if (record === '') return false
  const installed = JSON.parse(record).packages
  return Object.entries(JSON.parse(lock).packages)
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.devOptional)
    .every(([path, entry]) => installed[path]?.version === entry.version)
}

async function install() {
  console.error('weighbridge: installing packages (npm ci) ...')
  const npm = process.env.npm_execpath
  const viaNode = npm?.endsWith('npm-cli.js')
  const [command, first] = viaNode ? [process.execPath, [npm]] : ['npm', []]
  // The build tools are development packages: NODE_ENV=production must not leave them out.
  const args = [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const { status } = await runChild(command, args, { show: true })
  if (status !== 0) {
    throw new Error(
      'npm ci failed (its output is above); see that the package registry can be reached and try again.',
    )
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

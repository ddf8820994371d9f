import { readFileSync } from 'node:fs'

/** Leaves with one sentence where Node is older than `engines` in package.json. */
export function requireNode(running = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const wanted = engines.node.replace('>=', '')
  if (isOlder(running, wanted)) {
    console.error(`weighbridge: Node ${wanted} or newer is needed, this is ${running}; install a newer Node.`)
    process.exit(1)
  }
}

/** True where version `left` is older than `right`, both `major.minor.patch`. */
export function isOlder(left, right) {
  const [a, b] = [left, right].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)))
  const at = a.findIndex((part, i) => part !== b[i])
  return at !== -1 && a[at] < b[at]
}

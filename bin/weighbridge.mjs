#!/usr/bin/env node
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `weighbridge: Node 20.19 or newer is needed, this is ${process.versions.node}; install a newer Node.`,
  )
  process.exit(1)
}

const main = new URL('../dist/cli/main.js', import.meta.url)
if (!existsSync(main)) {
  console.error('weighbridge: the program is not built yet; run `npm run build` in its folder.')
  process.exit(1)
}
await import(main.href)

#!/usr/bin/env node
/**
 * The three commands of the house: `node scripts/run.mjs <demo|test|check> [arguments]`.
 *
 * Installs and builds what is missing, then becomes the program asked for. Until that program starts,
 * stdout stays empty: whoever pipes `demo --once --json` gets the program's bytes and nothing else.
 */
import { requireNode } from './node-version.mjs'

requireNode()

const { ensureInstalled } = await import('./install.mjs')
const { become } = await import('./become.mjs')
const { ROOT } = await import('./root.mjs')

/** Each command prepares, then runs; arguments are the caller's, untouched. */
const COMMANDS = {
  demo: async (args) => {
    await build()
    await become('bin/weighbridge.mjs', ['demo', ...args])
  },
  test: async (args) => {
    await build()
    process.chdir(ROOT)
    await become('node_modules/vitest/vitest.mjs', ['run', ...args])
  },
  check: async () => {
    const { runChecks } = await import('./check.mjs')
    process.exitCode = await runChecks()
  },
}

const [name = '', ...args] = process.argv.slice(2)
if (!Object.hasOwn(COMMANDS, name)) {
  console.error(`weighbridge: there is no command '${name}'; use one of ${Object.keys(COMMANDS).join(', ')}.`)
  process.exit(2)
}
try {
  await ensureInstalled()
  await COMMANDS[name](args)
} catch (error) {
  console.error(`weighbridge: ${error.message}`)
  process.exit(1)
}

// Imported late: building needs packages that the install has just brought.
async function build() {
  const { buildAll } = await import('./build.mjs')
  await buildAll()
}

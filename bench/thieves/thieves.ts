import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/**
 * `weighbridge bench thieves` of the sources, with the peers of test/peers where a Python is named by WEIGHBRIDGE_PEERS.
 * Returns the exit status.
 */
export function benchThieves(args: readonly string[]): number {
  const python = process.env['WEIGHBRIDGE_PEERS']
  const peer =
    python === undefined || !existsSync(python)
      ? []
      : ['--python', python, '--peer', inRoot('test/peers/outliers.py')]
  const command = [...process.execArgv, inRoot('src/cli/main.ts'), 'bench', 'thieves', ...peer, ...args]
  return spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1
}

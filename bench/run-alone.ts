import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a script of this folder in a process of its own; what it printed last, as JSON. */
export function runAlone<Result>(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Result {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const run = spawnSync(process.execPath, [...process.execArgv, path, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  })
  if (run.status !== 0) throw new Error(`${script} ${args.join(' ')}: ${run.stderr}`)
  return JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as Result
}

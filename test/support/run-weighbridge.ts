import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command as a user starts it. */
export const WEIGHBRIDGE = fileURLToPath(new URL('../../bin/weighbridge.mjs', import.meta.url))

/** Runs the built command to its end. */
export function weighbridge(
  args: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, [WEIGHBRIDGE, ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  })
  return { status: run.status, out: run.stdout, err: run.stderr }
}

/** The JSON lines of an output. */
export function jsonLines<Row>(out: string): Row[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WeighbridgeError } from '../base/errors.ts'

/**
 * The refusal a second process gets: who holds the data folder, since when, and what to do.
 *
 * The engine writes its process id and start into `status` inside the folder and holds a lock on it.
 */
export function dataInUse(dataDir: string, engineDir: string): WeighbridgeError {
  const status = readOrEmpty(join(engineDir, 'status'))
  const pid = /^PID: (\d+)$/m.exec(status)?.[1]
  const since = /^Started at: (.+)$/m.exec(status)?.[1]
  const command = pid === undefined ? '' : commandOf(pid)
  const holder =
    pid === undefined
      ? 'another process'
      : `process ${pid}${command === '' ? '' : ` (${command})`}${since === undefined ? '' : `, running since ${since}`}`
  return new WeighbridgeError(
    'data-in-use',
    `${dataDir} is in use by ${holder}. One process at a time can open it: stop that one, or name another folder with --data.`,
  )
}

/** How the holder was started, e.g. `weighbridge serve --port 4050`; empty where the system does not say. */
function commandOf(pid: string): string {
  const parts = readOrEmpty(`/proc/${pid}/cmdline`).split('\0').filter(Boolean)
  const script = parts.findIndex((part) => /weighbridge(\.mjs)?$/.test(part))
  if (script < 0) return parts.join(' ').slice(0, 120)
  return ['weighbridge', ...parts.slice(script + 1)].join(' ').slice(0, 120)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

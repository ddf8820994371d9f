import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { WeighbridgeError } from '../../base/errors.ts'
import { syncFolder } from '../write-durably.ts'
import type { ContainerReader, ContainerWriter } from './container.ts'
import { folderReader, folderWriter } from './folder-container.ts'
import { tarReader, tarWriter } from './tar-container.ts'

/**
 * Writes a backup under another name, and gives it its own when all of it is on the disk. A path that ends in `.tar`
 * becomes one file, any other a folder. What killed runs left beside it is removed.
 *
 * @throws WeighbridgeError `bad-usage` where there is something by that name.
 */
export async function writeContainer<Result>(
  path: string,
  fill: (writer: ContainerWriter) => Promise<Result>,
): Promise<Result> {
  if (existsSync(path)) {
    throw new WeighbridgeError('bad-usage', `${path} is there already; name another place for the backup.`)
  }
  const folder = dirname(path)
  if (!existsSync(folder)) {
    throw new WeighbridgeError(
      'bad-usage',
      `There is no folder ${folder} to put the backup into; make it first.`,
    )
  }
  removeAbandoned(folder)
  const partial = `${path}${PARTIAL}${process.pid}`
  const writer = isTar(path) ? tarWriter(partial) : folderWriter(partial)
  try {
    const result = await fill(writer)
    await writer.finish()
    renameSync(partial, path)
    syncFolder(folder)
    return result
  } catch (error) {
    writer.close()
    rmSync(partial, { recursive: true, force: true })
    throw error
  }
}

/** @throws WeighbridgeError `not-found`, `bad-input` where it is no container. */
export function openContainer(path: string): ContainerReader {
  if (!existsSync(path)) throw new WeighbridgeError('not-found', `There is no backup ${path}.`)
  return statSync(path).isDirectory() ? folderReader(path) : tarReader(path)
}

/** Of what is being written; the process that writes it follows, and on which machine it runs: folders are shared. */
const PARTIAL = `.weighbridge-partial-${hostname()}-`

function isTar(path: string): boolean {
  return path.endsWith('.tar')
}

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = name.split(PARTIAL)
    if (pid === undefined || !/^\d+$/.test(pid) || runs(Number(pid))) continue
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

import { createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../write-durably.ts'
import type { ContainerReader, ContainerWriter } from './container.ts'

/** Files in a folder, and in folders of it. Only its owner may read them. */
export function folderWriter(path: string): ContainerWriter {
  mkdirSync(path, { mode: 0o700 })
  const folders = new Set([path])
  return {
    async add(name, bytes) {
      const folder = dirname(join(path, name))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      folders.add(folder)
      const file = await open(join(path, name), 'wx', 0o600)
      try {
        for await (const chunk of bytes) await file.writeFile(chunk)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async finish() {
      for (const folder of folders) syncFolder(folder)
    },
    close: () => undefined,
  }
}

export function folderReader(path: string): ContainerReader {
  const names = readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(join(path, entry.name)).map((name) => `${entry.name}/${name}`)
      : [entry.name],
  )
  return {
    names,
    read(name) {
      if (!names.includes(name) || !existsSync(join(path, name))) throw new Error(`There is no ${name}.`)
      return createReadStream(join(path, name), { highWaterMark: 1 << 18 })
    },
    close: () => undefined,
  }
}

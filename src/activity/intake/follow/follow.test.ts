import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { temporaryStores } from '../../../../test/support/temporary-stores.ts'
import type { FileResult } from '../result.ts'
import { follow } from './follow.ts'

const here = temporaryStores()
const root = temporaryFolder()
let folders = 0

it('takes lines as they are written, each once', async () => {
  const path = log('growing.log', [1])
  await following([path], async (until) => {
    await until([1])
    appendFileSync(path, line(2))
    await until([1, 2])
    appendFileSync(path, line(3) + line(4))
    await until([1, 2, 3, 4])
  })
})

it('leaves a line until its newline comes', async () => {
  const path = log('torn.log', [1])
  const beside = log('beside.log', [4])
  const results = await following([path, beside], async (until) => {
    await until([1, 4])
    appendFileSync(path, line(23).slice(0, -2))
    appendFileSync(beside, line(5))
    // It is looked at after the other.
    await until([1, 4, 5])
    appendFileSync(path, '3\n')
    await until([1, 4, 5, 23])
  })
  expect(results.map(({ rejected }) => rejected)).toEqual(results.map(() => 0))
})

it('gives the lines of a pass together, and those taken before once', async () => {
  const path = log('counted.log', [1, 2])
  await following([path], (until) => until([1, 2]))
  const results = await following([path], async (until) => {
    appendFileSync(path, line(3))
    await until([1, 2, 3])
    appendFileSync(path, line(4))
    await until([1, 2, 3, 4])
  })
  expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2)
  expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(2)
  expect(results.reduce((sum, { lines }) => sum + lines, 0)).toBe(4)
})

it('reads the rest of a log that is renamed, and the new log under its name', async () => {
  const path = log('renamed.log', [1])
  await following([path], async (until) => {
    await until([1])
    appendFileSync(path, line(2))
    renameSync(path, `${path}.1`)
    // Whoever writes it notices late.
    appendFileSync(`${path}.1`, line(3))
    writeFileSync(path, line(4))
    await until([1, 2, 3, 4])
    appendFileSync(`${path}.1`, line(5).trimEnd())
    await until([1, 2, 3, 4, 5])
  })
})

it('reads the rest of a log that is removed', async () => {
  const path = log('removed.log', [1])
  await following([path], async (until) => {
    await until([1])
    appendFileSync(path, line(2))
    rmSync(path)
    await until([1, 2])
    writeFileSync(path, line(3))
    await until([1, 2, 3])
  })
})

it('reads on in a log that is copied and emptied, and the lines that only the copy has', async () => {
  const path = log('emptied.log', [1])
  await following([path], async (until) => {
    await until([1])
    appendFileSync(path, line(2))
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    appendFileSync(path, line(3))
    await until([1, 2, 3])
    // Past where it was before, between two looks.
    copyFileSync(path, `${path}.2`)
    writeFileSync(path, line(4) + line(5) + line(6))
    await until([1, 2, 3, 4, 5, 6])
  })
})

it('finds new files in a folder and by a glob, and a file that was not there at first', async () => {
  const folder = join(root, `${folders++}`)
  mkdirSync(folder)
  const results = await following(
    [folder, join(root, '*.late'), join(root, 'awaited.log')],
    async (until) => {
      writeFileSync(join(folder, 'a.log'), line(1))
      await until([1])
      writeFileSync(join(root, 'b.late'), line(2))
      await until([1, 2])
      log('awaited.log', [3])
      await until([1, 2, 3])
      mkdirSync(join(folder, 'deeper'))
      writeFileSync(join(folder, 'deeper', 'c.log.gz'), gzipSync(line(4)))
      await until([1, 2, 3, 4])
      renameSync(join(folder, 'a.log'), join(folder, 'a.log.1'))
      appendFileSync(join(folder, 'a.log.1'), line(5).trimEnd())
      writeFileSync(join(folder, 'a.log'), line(6))
      await until([1, 2, 3, 4, 5, 6])
    },
  )
  expect(results.filter(({ skipped }) => skipped !== undefined).map(({ file }) => file)).toEqual([
    join(root, '*.late'),
    join(root, 'awaited.log'),
  ])
})

it('takes what was written and rotated away while nobody looked', async () => {
  const path = log('unseen.log', [1])
  await following([path], (until) => until([1]))
  appendFileSync(path, line(2))
  renameSync(path, `${path}.2`)
  writeFileSync(`${path}.2.gz`, gzipSync(line(1) + line(2)))
  rmSync(`${path}.2`)
  writeFileSync(path, line(3))
  await following([path], (until) => until([1, 2, 3]))
})

it('says once of a file what is wrong with it', async () => {
  const path = join(root, 'poem.log')
  writeFileSync(path, 'The scale at the gate\n')
  const results = await following([path, log('good.log', [1])], async (until) => {
    await until([1])
    appendFileSync(path, 'weighs what leaves.\n')
    appendFileSync(join(root, 'good.log'), line(2))
    await until([1, 2])
  })
  expect(results.filter(({ file }) => file === path)).toMatchObject([
    { source: null, error: expect.stringContaining('its format is not known') },
  ])
})

/** Follows while `act` changes files; returns the results. `until` waits for exactly these tokens to be stored. */
async function following(
  paths: readonly string[],
  act: (until: (tokens: readonly number[]) => Promise<void>) => Promise<void>,
): Promise<FileResult[]> {
  const stop = new AbortController()
  const results: FileResult[] = []
  const running = (async () => {
    const options = { everyMs: 20, lookMs: 10, quietMs: 4000, signal: stop.signal }
    for await (const pass of follow(here.stores, paths, options)) results.push(...pass)
  })()
  const until = (tokens: readonly number[]) =>
    Promise.race([
      expect.poll(stored, { timeout: 15_000, interval: 30 }).toEqual(tokens),
      running.then(() => expect.unreachable('it ended')),
    ])
  try {
    await act(until)
  } finally {
    stop.abort()
    await running
  }
  return results
}

async function stored(): Promise<number[]> {
  const rows = await here.stores.analytics.query<{ tokens_out: number }>(
    'SELECT tokens_out FROM inference ORDER BY tokens_out',
  )
  return rows.map((row) => row.tokens_out)
}

function line(tokensOut: number): string {
  return `2026-03-10T22:14:33Z POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=${tokensOut}\n`
}

function log(name: string, tokensOut: readonly number[]): string {
  const path = join(root, name)
  writeFileSync(path, tokensOut.map(line).join(''))
  return path
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openStores } from '../../../store/stores.ts'
import type { FileResult } from '../result.ts'

const COMMAND = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))
const ROUNDS = 4

const folder = temporaryFolder()
const data = join(folder, 'data')
const path = join(folder, 'access.log')
let written = 0
let rotations = 0

it(`takes every line once though it is killed ${ROUNDS} times, and the log is rotated meanwhile`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const following = start()
    write(20)
    await following.firstResult()
    const rotatesUnseen = round % 2 === 1
    if (!rotatesUnseen) rotate()
    write(20)
    // Any moment: before, within and after the next block.
    await pause(Math.random() * 600)
    following.process.kill('SIGKILL')
    await following.ended
    write(20)
    if (rotatesUnseen) rotate()
    write(20)
  }
  const last = start()
  await last.firstResult()
  last.process.kill('SIGTERM')
  expect(await last.ended, last.errors()).toEqual([0, null])
  const stores = await openStores(data)
  const tokens = 'SELECT arraySort(groupArray(tokens_out)) AS tokens FROM inference'
  expect(await stores.analytics.query(tokens)).toEqual([
    { tokens: Array.from({ length: written }, (_, at) => at + 1) },
  ])
  expect(await stores.analytics.query('SELECT sum(tokens_out) AS sum FROM inference_hour')).toEqual([
    { sum: (written * (written + 1)) / 2 },
  ])
  await stores.close()
}, 120_000)

function write(lines: number): void {
  for (let line = 0; line < lines; line += 1) {
    written += 1
    appendFileSync(
      path,
      `2026-03-10T22:14:33Z POST /v1/completions user=a src=10.50.100.47 tokens_in=1 tokens_out=${written}\n`,
    )
  }
}

function rotate(): void {
  rotations += 1
  renameSync(path, `${path}.${rotations}`)
}

interface Following {
  readonly process: ChildProcess
  readonly ended: Promise<unknown[]>
  firstResult(): Promise<void>
  errors(): string
}

function start(): Following {
  const args = [
    '--import',
    'tsx',
    COMMAND,
    'ingest',
    '--follow',
    '--every',
    '0.2',
    '--json',
    '--data',
    data,
    path,
  ]
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let errors = ''
  running.stdout.on('data', (bytes: Buffer) => (out += bytes))
  running.stderr.on('data', (bytes: Buffer) => (errors += bytes))
  const results = () =>
    out
      .split('\n')
      .slice(0, -1)
      .map((text) => JSON.parse(text) as FileResult)
  return {
    process: running,
    ended: once(running, 'exit'),
    errors: () => errors,
    firstResult: () =>
      expect
        .poll(() => results().some((result) => result.file === path && result.lines > 0) || errors, {
          timeout: 30_000,
        })
        .toBe(true),
  }
}

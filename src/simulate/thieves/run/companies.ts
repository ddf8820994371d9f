import { spawn } from 'node:child_process'
import { messageOf, WeighbridgeError } from '../../../base/errors.ts'
import type { Work } from './work.ts'

/** How many engines run side by side; each is a process of its own, as one holds one data folder. */
export interface Workers {
  /** The command that looks at one company, whose last argument is the work as JSON. */
  readonly command: readonly string[]
  readonly jobs: number
  readonly onDone: (work: Work, seconds: number) => void
}

/** Has every company looked at that was not yet. */
export async function lookAtCompanies(works: readonly Work[], workers: Workers): Promise<void> {
  const queue = [...works]
  const worker = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      const began = performance.now()
      await lookApart(work, workers.command)
      workers.onDone(work, (performance.now() - began) / 1000)
    }
  }
  await Promise.all(Array.from({ length: workers.jobs }, worker))
}

async function lookApart(work: Work, [program = '', ...args]: readonly string[]): Promise<void> {
  const child = spawn(program, [...args, JSON.stringify(work)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => {
    said = `${said}${bytes}`.slice(-2_000)
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).catch((error: unknown) => {
    throw new WeighbridgeError(
      'bad-input',
      `The company ${work.seed} could not be looked at: ${messageOf(error)}.`,
    )
  })
  if (status === 0) return
  throw new WeighbridgeError(
    'bad-input',
    `The company ${work.seed} (stress ${work.stress}) could not be looked at: ${said.trim().split('\n').at(-1) ?? ''}`,
  )
}

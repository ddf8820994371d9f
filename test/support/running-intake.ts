import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { WEIGHBRIDGE } from './run-weighbridge.ts'

/** A port nobody listens on, so that a server that is started again can be found where it was. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  return address.port
}

/** `weighbridge serve --intake` as a process of its own. */
export interface IntakeProcess {
  readonly url: string
  /** Ends it and waits until it is gone; its exit code, null where a signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts the command as a user would and waits until it listens. */
export async function startIntakeProcess(
  data: string,
  port: number,
  more: readonly string[] = [],
): Promise<IntakeProcess> {
  const args = ['serve', '--json', '--data', data, '--port', '0', '--intake', `${port}`, ...more]
  const child: ChildProcess = spawn(process.execPath, [WEIGHBRIDGE, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  if (child.stdout === null) throw new Error('Its output is a pipe.')
  for await (const line of createInterface({ input: child.stdout })) {
    const { intake } = JSON.parse(line) as { intake: string }
    return {
      url: intake,
      async end(signal) {
        child.kill(signal)
        const [code] = await exited
        return code
      },
    }
  }
  throw new Error(`"weighbridge ${args.join(' ')}" ended with ${(await exited)[0]} before it listened.`)
}

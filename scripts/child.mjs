import { spawn } from 'node:child_process'
import { ROOT } from './root.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end and returns `{ status, output }`; never throws for a failing one.
 * `show` sends its output to stderr as it comes, otherwise it is collected, both streams in one text.
 *
 * A signal that reaches this process is passed on, and ends it only after the child has ended.
 */
export function runChild(command, args, { show = false, env = {}, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = show ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe']
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } })
    let output = ''
    let received
    for (const stream of show ? [] : [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    const forward = (signal) => {
      received = signal
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    const settle = () => {
      for (const signal of SIGNALS) process.off(signal, forward)
    }
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (status) => {
      settle()
      if (received !== undefined) process.kill(process.pid, received)
      resolve({ status: status ?? 1, output })
    })
  })
}

/** `runChild` for a Node program inside the repository, e.g. `node_modules/typescript/bin/tsc`. */
export function runNode(file, args, options) {
  return runChild(process.execPath, [file, ...args], options)
}

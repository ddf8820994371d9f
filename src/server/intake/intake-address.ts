import { isIP } from 'node:net'
import { WeighbridgeError } from '../../base/errors.ts'

/** Where the intake listens. */
export interface IntakeAddress {
  readonly host: string
  readonly port: number
}

/**
 * Reads `[HOST:]PORT`; without a host it is this machine alone.
 *
 * @throws WeighbridgeError `bad-usage`
 * @example readIntakeAddress('8088') // => { host: '127.0.0.1', port: 8088 }
 * @example readIntakeAddress('[::1]:0') // => { host: '::1', port: 0 }
 */
export function readIntakeAddress(text: string): IntakeAddress {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]:|([^:[\]\s]+):)?(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits)
  const host = bracketed ?? plain ?? '127.0.0.1'
  if (digits === undefined || port > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6)) {
    throw new WeighbridgeError(
      'bad-usage',
      `${JSON.stringify(text)} is no address to listen on; give [HOST:]PORT, e.g. 8088, 0.0.0.0:8088 or [::]:8088.`,
    )
  }
  return { host, port }
}

/**
 * Whether only this machine can reach an address.
 *
 * @example isLoopback('127.0.0.1') // => true
 * @example isLoopback('127.example.com') // => false
 */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

import { isoSecond } from '../calendar.ts'
import { sizeText, thousands } from './size.ts'

/** One connection out of the VPN, with the bytes that went out. It knows addresses, not people. */
export interface Flow {
  readonly time: number
  readonly from: string
  readonly to: string
  readonly port: number
  readonly protocol: string | null
  readonly bytes: number
  readonly seconds: number
  /** Null where the VPN saw no name for the address. */
  readonly name: string | null
}

/**
 * A line of the VPN's flow log.
 *
 * @example flowLine({ time: 0, from: '10.50.100.12', to: '203.0.113.7', port: 443, protocol: 'HTTPS', bytes: 4_200_000_000, seconds: 3600, name: 'files.example.net' }) // => '1970-01-01T00:00:00Z 10.50.100.12 -> 203.0.113.7:443 Protocol: HTTPS Bytes: 4,200,000,000 (4.2 GB) Duration: 3,600s Destination: files.example.net'
 */
export function flowLine(flow: Flow): string {
  const protocol = flow.protocol === null ? '' : ` Protocol: ${flow.protocol}`
  const name = flow.name === null ? '' : ` Destination: ${flow.name}`
  return `${isoSecond(flow.time)} ${flow.from} -> ${flow.to}:${flow.port}${protocol} Bytes: ${thousands(flow.bytes)} (${sizeText(flow.bytes, ' ')}) Duration: ${thousands(flow.seconds)}s${name}`
}

import { isIP, isIPv6 } from 'node:net'

/** What one entry of the register stands for. */
export type AddressKind = 'host' | 'hosts' | 'address' | 'network'

export type ReadAddress =
  | { readonly address: string; readonly kind: AddressKind }
  /** What is wrong, as the end of a sentence that begins with the address. */
  | { readonly fault: string }

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
const ENDS = new RegExp(`^\\*(\\.${LABEL}){2,7}$`)

/** The widest networks that one company can own; a wider one sanctions everybody. */
const WIDEST = { 4: 8, 6: 16 } as const

/**
 * An address of the register in the form it is compared in: names in lower case and without the dot of the root.
 *
 * What is neither `*.` and the end of names nor an IP address or network is a name, whatever it looks like: it is
 * compared as it stands.
 *
 * @example readAddress('*.Vendor.example') // => { address: '*.vendor.example', kind: 'hosts' }
 * @example readAddress('203.0.113.0/24') // => { address: '203.0.113.0/24', kind: 'network' }
 * @example readAddress('*.example') // => { fault: 'would sanction a whole top-level domain' }
 */
export function readAddress(text: string): ReadAddress {
  const address = text
    .trim()
    .toLowerCase()
    .replace(/[.\s]+$/, '')
  if (address === '') return { fault: 'is empty' }
  if (address.length > 256) return { fault: 'is longer than 256 characters' }
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(address)) return { fault: 'has characters that cannot be seen' }
  if (address.includes('*')) return ends(address)
  if (isIP(address) !== 0) return isNowhere(address) ? { fault: 'is no place' } : { address, kind: 'address' }
  const [network = '', bits] = address.split('/')
  if (bits !== undefined && isIP(network) !== 0) return networkOf(network, address.slice(network.length + 1))
  return { address, kind: 'host' }
}

function ends(address: string): ReadAddress {
  if (ENDS.test(address) && !/\.[0-9]+$/.test(address)) return { address, kind: 'hosts' }
  if (/^\*\.[^.*]+$/.test(address)) return { fault: 'would sanction a whole top-level domain' }
  return { fault: 'has a * that is not the first of 3 to 8 labels, as in *.vendor.example' }
}

function networkOf(network: string, bits: string): ReadAddress {
  const family = isIPv6(network) ? 6 : 4
  const most = family === 6 ? 128 : 32
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) {
    return { fault: `is no network: after the / stands a number up to ${most}` }
  }
  if (Number(bits) < WIDEST[family]) return { fault: `is wider than /${WIDEST[family]}` }
  return { address: `${network}/${Number(bits)}`, kind: 'network' }
}

/** The unspecified address: what stands where a log knows none. */
function isNowhere(address: string): boolean {
  return /^[0:.]+$/.test(address)
}

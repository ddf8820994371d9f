/**
 * First and last address of a network in CIDR notation, both as IPv6: an IPv4 network lies in ::ffff:0:0/96, so one
 * comparison serves both. undefined where the text is no network.
 *
 * @example networkOf('192.0.2.0/24') // => { low: '::ffff:c000:200', high: '::ffff:c000:2ff' }
 */
export function networkOf(text: string): { low: string; high: string } | undefined {
  const [address, prefix, ...rest] = text.trim().split('/')
  if (address === undefined || rest.length > 0) return undefined
  const isV4 = !address.includes(':')
  const bits = isV4 ? v4Bits(address) : v6Bits(address)
  const width = isV4 ? 32 : 128
  if (bits === undefined || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined
  const kept = prefix === undefined ? width : Number(prefix)
  if (kept > width) return undefined
  const free = (1n << BigInt(width - kept)) - 1n
  const low = isV4 ? (0xffffn << 32n) | (bits & ~free) : bits & ~free
  return { low: v6Text(low), high: v6Text(low | free) }
}

function v4Bits(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined
  }
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function v6Bits(text: string): bigint | undefined {
  const [head, tail, ...rest] = text.split('::')
  if (head === undefined || rest.length > 0) return undefined
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => 0n), ...after]
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n)
}

/** Groups of 16 bits; the last may be an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  for (const [at, part] of text.split(':').entries()) {
    if (part.includes('.')) {
      const bits = at === text.split(':').length - 1 ? v4Bits(part) : undefined
      if (bits === undefined) return undefined
      groups.push(bits >> 16n, bits & 0xffffn)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined
      groups.push(BigInt(`0x${part}`))
    }
  }
  return groups
}

function v6Text(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => (bits >> BigInt(112 - 16 * at)) & 0xffffn)
  if (bits >> 32n === 0xffffn) return `::ffff:${groups.slice(6).map(hex).join(':')}`
  return groups.map(hex).join(':')
}

function hex(group: bigint): string {
  return group.toString(16)
}

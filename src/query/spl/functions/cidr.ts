import { isIP } from 'node:net'

/**
 * A CIDR block as it is compared with: undefined where the text is none.
 *
 * @example cidrBlock('10.0.0.0/33') // => undefined
 */
export function cidrBlock(text: string): string | undefined {
  const [address, length, ...more] = text.trim().split('/')
  if (address === undefined || length === undefined || more.length > 0 || !/^\d{1,3}$/.test(length))
    return undefined
  const family = isIP(address)
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return undefined
  return `${address}/${Number(length)}`
}

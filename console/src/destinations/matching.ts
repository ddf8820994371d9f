import type { RegisterEntry } from '../../../src/activity/directory/register/read-register.ts'

/**
 * Entries in which every word that was typed stands somewhere.
 *
 * @example matching([], 'vendor') // => []
 */
export function matching(entries: readonly RegisterEntry[], typed: string): RegisterEntry[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return entries.filter((entry) => {
    const { address, standing, name, owner, note, from, reason } = entry
    const text = [address, standing, name, owner, note, from, reason].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

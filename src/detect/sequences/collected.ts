import type { Act } from './sequence.ts'

/** What has been collected up to a moment: each file once, with its largest read. */
export interface Collected {
  readonly bytes: number
  readonly files: readonly File[]
}

export interface File {
  readonly place: string
  readonly about: string
  readonly bytes: number
  /** When it was first read, ISO 8601. */
  readonly time: string
}

/** The files of some reads. Reading a file again, or in ranges that are each a part of it, adds nothing. */
export function collectedBy(reads: readonly Act[]): Collected {
  const files = new Map<string, File>()
  for (const { place, about, bytes, time } of reads) {
    const known = files.get(place)
    if (known === undefined) files.set(place, { place, about, bytes, time })
    else if (bytes > known.bytes) files.set(place, { ...known, bytes })
  }
  const list = [...files.values()]
  return { bytes: list.reduce((sum, file) => sum + file.bytes, 0), files: list }
}

import type { FileResult } from '../result.ts'

/** Results of one pass, those of the same file and format added up. */
export function mergedResults(): {
  add(result: FileResult): void
  isEmpty(): boolean
  /** The results so far; the next pass begins. */
  take(): FileResult[]
} {
  let results = new Map<string, FileResult>()
  return {
    add(result) {
      const key = `${result.source}\0${result.file}`
      const before = results.get(key)
      results.set(key, before === undefined ? result : sum(before, result))
    },
    isEmpty: () => results.size === 0,
    take() {
      const taken = [...results.values()]
      results = new Map()
      return taken
    },
  }
}

/** Whatever is counted is added; what is said last stands. */
function sum(before: FileResult, result: FileResult): FileResult {
  const counts = Object.entries(result).flatMap(([name, value]) => {
    const other = before[name as keyof FileResult]
    return typeof value === 'number' && typeof other === 'number' ? [[name, value + other] as const] : []
  })
  return { ...before, ...result, ...Object.fromEntries(counts) }
}

import type { SplPipeline } from './command.ts'
import type { Cursor } from './cursor.ts'

/** What the parser of a command is given. */
export interface SplReader {
  readonly cursor: Cursor
  /** Reads `[ … ]`. */
  readonly subsearch: () => SplPipeline
}

/** The log files that are written: one folder and one file name per source. */
export const SOURCES = {
  api: { folder: 'api', stem: 'inference', extension: 'log' },
  gateway: { folder: 'gateway', stem: 'gateway', extension: 'jsonl' },
  registry: { folder: 'registry', stem: 'mlflow', extension: 'log' },
  lake: { folder: 'lake', stem: 'minio', extension: 'log' },
  flows: { folder: 'flows', stem: 'vpn', extension: 'log' },
} as const

export type Source = keyof typeof SOURCES

/** Where lines go. `time` is in milliseconds; the line carries it already, in its own format. */
export interface LineSink {
  add(source: Source, time: number, line: string): void
}

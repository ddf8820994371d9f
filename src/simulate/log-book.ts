import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY, dateOf } from './calendar.ts'
import { DaySheet } from './day-sheet.ts'
import { flowLine } from './lines/flow-line.ts'
import { gatewayLine } from './lines/gateway-line.ts'
import { inferenceLine } from './lines/inference-line.ts'
import { lakeLine } from './lines/lake-line.ts'
import { registryLine } from './lines/registry-line.ts'
import { PagePool } from './pages.ts'
import { type ActSink, type Acts, SOURCES, type Source } from './sources.ts'

/** A person's local day reaches into the UTC day before and the one after: three are open at a time. */
const OPEN_DAYS = 3
const NAMES = Object.keys(SOURCES) as Source[]

const LINES: { readonly [Of in Source]: (act: Acts[Of]) => string } = {
  api: inferenceLine,
  gateway: gatewayLine,
  registry: registryLine,
  lake: lakeLine,
  flows: flowLine,
}

/** What has been written so far. */
export interface Written {
  files: number
  lines: number
  bytes: number
}

/**
 * All log files of a simulation, one per source and UTC day. Lines outside the span are left out: they
 * belong to days that are not simulated.
 */
export class LogBook implements ActSink {
  readonly written: Written = { files: 0, lines: 0, bytes: 0 }
  readonly #folder: string
  readonly #firstDay: number
  readonly #lastDay: number
  readonly #sheets: Record<Source, readonly DaySheet[]>

  constructor(folder: string, firstDay: number, lastDay: number) {
    this.#folder = folder
    this.#firstDay = firstDay
    this.#lastDay = lastDay
    const pool = new PagePool()
    const sheets = () => Array.from({ length: OPEN_DAYS }, () => new DaySheet(pool))
    this.#sheets = { api: sheets(), gateway: sheets(), registry: sheets(), lake: sheets(), flows: sheets() }
  }

  async open(): Promise<void> {
    for (const name of NAMES) await mkdir(join(this.#folder, SOURCES[name].folder), { recursive: true })
  }

  add<Of extends Source>(source: Of, act: Acts[Of]): void {
    const day = Math.floor(act.time / DAY)
    if (day < this.#firstDay || day > this.#lastDay) return
    const line: (act: Acts[Of]) => string = LINES[source]
    this.#sheets[source][day % OPEN_DAYS]?.add(act.time, line(act))
  }

  /** Writes a UTC day's files; nothing may be added to that day afterwards. */
  async close(day: number): Promise<void> {
    if (day < this.#firstDay || day > this.#lastDay) return
    for (const name of NAMES) {
      const sheet = this.#sheets[name][day % OPEN_DAYS]
      if (sheet === undefined || sheet.count === 0) continue
      const { folder, stem, extension } = SOURCES[name]
      this.written.lines += sheet.count
      this.written.bytes += sheet.bytes
      this.written.files += 1
      await writeFile(join(this.#folder, folder, `${stem}-${dateOf(day)}.${extension}`), sheet.take())
    }
  }
}

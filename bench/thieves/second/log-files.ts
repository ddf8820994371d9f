import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DAY, dayText, FIRST_DAY } from './calendar.ts'
import type { Line } from './formats/line.ts'
import { NETWORK_HEADERS } from './formats/network.ts'
import type { Site } from './site.ts'
import { SOURCE_NAMES, type SourceName, type Stress } from './stress.ts'

/** How many days one file holds: the busy log is rotated daily, the others weekly. */
const ROTATION: Readonly<Record<SourceName, number>> = { inference: 1, registry: 7, lake: 7, network: 7 }

interface Open {
  readonly source: SourceName
  readonly firstDay: number
  readonly lines: Line[]
}

/** Lines gathered by log and rotation (UTC), each written as one packed file in the order of time. */
export class LogFiles {
  readonly #folder: string
  readonly #site: Site
  readonly #stress: Stress
  readonly #open = new Map<string, Open>()
  written = 0

  constructor(folder: string, site: Site, stress: Stress) {
    this.#folder = folder
    this.#site = site
    this.#stress = stress
    for (const source of SOURCE_NAMES) mkdirSync(join(folder, folderOf(source, site)), { recursive: true })
  }

  take(lines: readonly Line[]): void {
    const { silent } = this.#stress
    for (const line of lines) {
      const { source } = line
      const day = Math.floor((line.at - FIRST_DAY) / DAY)
      if (silent?.source === source && day >= silent.from && day < silent.from + 7) continue
      const firstDay = day - (day % ROTATION[source])
      const key = `${source} ${firstDay}`
      const file = this.#open.get(key) ?? { source, firstDay, lines: [] }
      if (file.lines.length === 0) this.#open.set(key, file)
      file.lines.push(line)
    }
  }

  /** Writes the files that end before `day`, into which nothing more comes. */
  flush(day: number): void {
    for (const [key, file] of this.#open) {
      if (file.firstDay + ROTATION[file.source] > day) continue
      this.#open.delete(key)
      this.#write(file)
    }
  }

  #write({ source, firstDay, lines }: Open): void {
    lines.sort((left, right) => left.at - right.at)
    this.written += lines.length
    const texts = lines.map(({ text }) => text)
    const head = source === 'network' ? NETWORK_HEADERS[this.#site.network] : ''
    const records = source === 'lake' && this.#site.lake === 'cloudtrail'
    const content = records ? `{"Records":[${texts.join(',')}]}` : `${head}${texts.join('\n')}\n`
    const name = `${dayText(firstDay)}.${records ? 'json' : 'log'}.gz`
    writeFileSync(join(this.#folder, folderOf(source, this.#site), name), gzipSync(content, { level: 1 }))
  }
}

function folderOf(source: SourceName, site: Site): string {
  return { inference: 'litellm', registry: 'mlflow-nginx', lake: site.lake, network: site.network }[source]
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY } from './calendar.ts'
import { directoryFiles } from './directory.ts'
import type { Insider } from './insider.ts'
import { LogBook } from './log-book.ts'
import { checkOptions, type SimulateOptions } from './options.ts'
import { writePersonDay } from './ordinary/person-day.ts'
import { PIPELINES } from './ordinary/services.ts'
import { drawOrganisation, type Organisation } from './organisation/organisation.ts'
import { claimOutFolder } from './out-folder.ts'
import { Random } from './random.ts'
import type { Span } from './span.ts'
import { TheftRecord, TRUTH_FILE } from './truth.ts'

/** What a simulation came to; `files`, `lines` and `bytes` are those of the logs. */
export interface SimulationSummary {
  readonly people: number
  readonly days: number
  readonly files: number
  readonly lines: number
  readonly bytes: number
}

/** Days before the span from which the pipelines' addresses are known. */
const LEASES_BEFORE = 30

/**
 * Writes a made-up company into a folder: log files under `logs/`, who is who under `directory/`, and what
 * really happened in `truth.json`. The same options give the same bytes in every file.
 *
 * Throws `bad-usage` for an unknown scenario, a number out of range, or a folder with something else in it.
 */
export async function simulate(options: SimulateOptions): Promise<SimulationSummary> {
  const { people, days, seed, out } = options
  const { name, insider, lastDay } = checkOptions(options)
  const span = { firstDay: lastDay - days + 1, lastDay }
  await claimOutFolder(out)
  const truthFile = join(out, TRUTH_FILE)
  // Written first, so that a simulation that was cut short is known as ours and can be replaced.
  await writeFile(truthFile, `${JSON.stringify({ scenario: name, seed, unfinished: true })}\n`)

  const others = drawOrganisation(insider === null ? people : people - 1, span, seed)
  const record = new TheftRecord()
  const book = new LogBook(join(out, 'logs'), span.firstDay, span.lastDay)
  await book.open()
  await writeLogs(others, insider, span, seed, book, record)
  await writeDirectory(out, withInsider(others, insider), span)
  const truth = record.truth(name, seed, insider)
  await writeFile(truthFile, `${JSON.stringify(truth, null, 2)}\n`)
  return { people, days, ...book.written }
}

/** Day by day: a UTC day can be closed once the next local day is written everywhere. */
async function writeLogs(
  { people }: Organisation,
  insider: Insider | null,
  span: Span,
  seed: number,
  book: LogBook,
  record: TheftRecord,
): Promise<void> {
  for (let day = span.firstDay - 1; day <= span.lastDay + 1; day++) {
    const inSpan = span.firstDay <= day && day <= span.lastDay
    for (const person of people) writePersonDay(person, day, seed, book)
    for (const { id, writeDay } of PIPELINES) writeDay(day, new Random(seed, id, day), book)
    if (insider !== null) {
      insider.writeOrdinaryDay(day, seed, book)
      for (const phase of inSpan ? insider.phases : [])
        record.add(phase, phase.writeDay(day, new Random(seed, insider.person.id, phase.name, day), book))
    }
    await book.close(day - 1)
  }
}

function withInsider({ people, staff }: Organisation, insider: Insider | null): Organisation {
  if (insider === null) return { people, staff }
  return { people: [...people, insider.person], staff: [...staff, ...insider.staff] }
}

async function writeDirectory(out: string, organisation: Organisation, span: Span): Promise<void> {
  const folder = join(out, 'directory')
  await mkdir(folder)
  const files = directoryFiles(organisation, PIPELINES, (span.firstDay - LEASES_BEFORE) * DAY)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LogBook } from '../log-book.ts'
import { claimOutFolder } from '../out-folder.ts'
import { TRUTH_FILE } from '../truth.ts'
import { type Company, writeCompanyDay } from './company.ts'
import { directoryOf } from './directory-of.ts'
import { type Stress, stressed } from './stress.ts'
import type { Theft } from './take.ts'
import { truthOf } from './theft-truth.ts'
import { takesOfDay, writeTakes } from './write-takes.ts'

/** Where a company was written: what a detector may read lies in `logs` and `directory`, the truth beside them. */
export interface WrittenCompany {
  readonly folder: string
  readonly truth: string
  readonly lines: number
}

/**
 * Writes a company, with a thief in it or without, as log files and a directory under `OUT/organisation`, and what was
 * done into `OUT/truth.json`: whoever scores the folder does not come across it.
 */
export async function writeCompany(
  company: Company,
  theft: Theft | null,
  stress: Stress,
  out: string,
): Promise<WrittenCompany> {
  const { span, size } = company
  await claimOutFolder(out)
  const truth = join(out, TRUTH_FILE)
  await writeFile(truth, `${JSON.stringify({ scenario: 'thieves', seed: size.seed, unfinished: true })}\n`)
  const folder = join(out, 'organisation')
  const book = new LogBook(join(folder, 'logs'), span.firstDay, span.lastDay)
  await book.open()
  const sink = stressed(stress, company, book)
  const people = new Map(company.organisation.people.map((person) => [person.id, person]))
  for (let day = span.firstDay - 1; day <= span.lastDay + 1; day++) {
    writeCompanyDay(company, day, () => sink)
    if (theft !== null) writeTakes(theft, people, size.seed, () => sink, takesOfDay(theft, day))
    await book.close(day - 1)
  }
  const directory = join(folder, 'directory')
  await mkdir(directory)
  const taken = theft === null ? [] : [theft.destination.name ?? theft.destination.address]
  for (const [name, text] of Object.entries(directoryOf(company, stress, taken)))
    await writeFile(join(directory, name), text)
  const told = {
    scenario: 'thieves',
    seed: size.seed,
    stress: stress.name,
    theft: theft === null ? null : truthOf(theft, company),
  }
  await writeFile(truth, `${JSON.stringify(told, null, 2)}\n`)
  return { folder, truth, lines: book.written.lines }
}

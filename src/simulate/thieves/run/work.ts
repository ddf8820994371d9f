import { join } from 'node:path'
import type { Detector, Peer } from '../detectors/detector.ts'
import { codeVersion } from './code-version.ts'

/** One company to look at, once without a thief and once for each family. It travels as JSON to a process of its own. */
export interface Work {
  readonly cache: string
  readonly people: number
  readonly days: number
  readonly seed: number
  readonly stress: string
  /** Names of families; `ordinary` is always looked at. */
  readonly families: readonly string[]
  readonly detectors: readonly string[]
  /** Python and the script of the peers; null where they are not to run. */
  readonly peer: Peer | null
  /** Versions of the code that results are kept under. */
  readonly versions: Readonly<Record<string, string>>
}

export const ORDINARY = 'ordinary'

const inSimulate = (path: string) => new URL(`../../${path}`, import.meta.url)
const isBuilt = import.meta.url.endsWith('.js')
const file = (path: string) => inSimulate(`${path}.${isBuilt ? 'js' : 'ts'}`)

/** What the honest part of a company depends on. */
const COMPANY_CODE = [
  ...['ordinary/', 'occasions/', 'organisation/', 'world/'].map(inSimulate),
  ...['random', 'zones', 'calendar', 'directory', 'thieves/company', 'thieves/stress'].map(file),
  ...['thieves/hour-book', 'thieves/logged-size', 'thieves/directory-of'].map(file),
]
const THEFT_CODE = [
  inSimulate('thieves/families/'),
  ...['thieves/take', 'thieves/write-takes', 'thieves/casting', 'thieves/destinations'].map(file),
]
const GRID_CODE = [
  new URL('../../../detect/behaviour/features/', import.meta.url),
  new URL(`../../../detect/behaviour/measures.${isBuilt ? 'js' : 'ts'}`, import.meta.url),
]

/** Where the data of a company is kept. */
export function companyFolder(work: Work): string {
  const name = `${work.people}x${work.days}-${work.seed}${work.stress === 'none' ? '' : `-${work.stress}`}`
  return join(work.cache, `company-${codeVersion(COMPANY_CODE)}`, name)
}

/** Where a detector's ranks of one variant are kept: another version of anything they rest on is another file. */
export function ranksFile(work: Work, variant: string, { name, code, needsPeer }: Detector): string {
  const version = codeVersion([...(variant === ORDINARY ? [] : THEFT_CODE), ...GRID_CODE, ...code])
  const mute = needsPeer && work.peer === null ? '-without-python' : ''
  const file = `${variant}-${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${version}${mute}.json`
  return join(companyFolder(work), 'ranks', file)
}

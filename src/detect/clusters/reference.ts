import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import { daysBefore } from '../judge.ts'
import { nextVersion } from './account-days.ts'
import { EVIDENCE_KINDS, type EvidenceKind, HUB_KINDS, type HubKind } from './cluster.ts'
import {
  FALSE_CLUSTERS_PER_DAY,
  LEAST_LAG_DAYS,
  LEAST_NATS,
  LEAST_REFERENCE_DAYS,
  MOST_NATS_OF_A_KIND,
  REFERENCE_DAYS,
  REFERENCE_LAG_DAYS,
} from './constants.ts'
import type { Background } from './core.ts'
import { BINS, TRAITS } from './features.ts'
import type { Figures } from './figures.ts'

/** What groups of ordinary accounts were like on earlier days. */
export interface Reference {
  readonly days: number
  readonly background: Background
  /** Nats of each kind of evidence that a group's figures have; NaN where the log does not tell. */
  nats(kind: HubKind, figures: Figures): Readonly<Record<EvidenceKind, number>>
  /** Sum of nats that groups of a kind reach by chance as rarely as is allowed. */
  threshold(kind: HubKind): number
  /** Ordinary groups compared with. */
  groups(kind: HubKind): number
}

/** What a day leaves for later ones: how its accounts behave, and the figures of its groups. */
export interface DayReference {
  readonly background: Background
  readonly groups: readonly { readonly kind: HubKind; readonly name: string; readonly figures: Figures }[]
}

/** Groups of a kind that a day leaves at most; which ones is told by their names, not by what they are like. */
const MOST_GROUPS = 400

const BACKGROUND = 'background'

/** Makes what a day leaves be exactly this. */
export async function writeReference(
  analytics: AnalyticsStore,
  day: string,
  left: DayReference,
): Promise<void> {
  const version = await nextVersion(analytics, 'cluster_reference_row')
  const fresh = [
    {
      kind: BACKGROUND,
      name: '',
      figures: [...left.background.traits.flatMap((trait) => [...trait]), ...left.background.cells].map(
        rounded,
      ),
    },
    ...HUB_KINDS.flatMap((kind) => drawn(left.groups.filter((group) => group.kind === kind))).map(
      (group) => ({
        kind: group.kind,
        name: group.name,
        // -999 stands for what the log does not tell.
        figures: EVIDENCE_KINDS.map((kind) =>
          Number.isNaN(group.figures[kind]) ? -999 : rounded(group.figures[kind]),
        ),
      }),
    ),
  ]
  const names = new Set(fresh.map(({ kind, name }) => `${kind} ${name}`))
  const held = await analytics.query<{ kind: string; name: string }>(
    'SELECT kind, name FROM cluster_reference_row FINAL WHERE day = {day:Date}',
    { day },
  )
  await analytics.insert('cluster_reference_row', [
    ...fresh.map((row) => ({ ...row, day, version, deleted: 0 })),
    ...held
      .filter(({ kind, name }) => !names.has(`${kind} ${name}`))
      .map((row) => ({ ...row, figures: [], day, version, deleted: 1 })),
  ])
}

function drawn<Group extends { readonly name: string }>(groups: readonly Group[]): Group[] {
  const lot = ({ name }: Group) => {
    let hash = 2166136261
    for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
    return hash >>> 0
  }
  return [...groups].sort((left, right) => lot(left) - lot(right)).slice(0, MOST_GROUPS)
}

const rounded = (value: number) => Math.round(value * 1e7) / 1e7

/** What earlier days say is ordinary; null while there are too few. */
export async function readReference(analytics: AnalyticsStore, day: string): Promise<Reference | null> {
  const rows = await analytics.query<{ day: string; kind: string; figures: number[] }>(
    `SELECT day, kind, figures FROM cluster_reference_row FINAL
     WHERE day >= {from:Date} AND day <= {to:Date} ORDER BY day, kind, name`,
    { from: daysBefore(day, REFERENCE_DAYS + REFERENCE_LAG_DAYS), to: daysBefore(day, LEAST_LAG_DAYS) },
  )
  const days = [...new Set(rows.map((row) => row.day))]
  const far = days.filter((earlier) => earlier <= daysBefore(day, REFERENCE_LAG_DAYS))
  const used = new Set(far.length >= LEAST_REFERENCE_DAYS ? far : days)
  if (used.size < LEAST_REFERENCE_DAYS) return null
  const kept = rows.filter((row) => used.has(row.day))
  return referenceOf(
    used.size,
    kept.filter(({ kind }) => kind === BACKGROUND).map(({ figures }) => figures),
    kept
      .filter(({ kind }) => kind !== BACKGROUND)
      .map(({ kind, figures }) => ({ kind: kind as HubKind, figures })),
  )
}

function referenceOf(
  days: number,
  backgrounds: readonly (readonly number[])[],
  groups: readonly { readonly kind: HubKind; readonly figures: readonly number[] }[],
): Reference {
  const sorted = new Map<string, number[]>()
  for (const { kind, figures } of groups) {
    for (const [at, evidence] of EVIDENCE_KINDS.entries()) {
      const value = figures[at] ?? -999
      if (value === -999) continue
      const known = sorted.get(`${kind} ${evidence}`) ?? []
      known.push(value)
      sorted.set(`${kind} ${evidence}`, known)
    }
  }
  for (const values of sorted.values()) values.sort((left, right) => left - right)
  const nats: Reference['nats'] = (kind, figures) =>
    Object.fromEntries(
      EVIDENCE_KINDS.map((evidence) => [
        evidence,
        natsOf(figures[evidence], sorted.get(`${kind} ${evidence}`) ?? []),
      ]),
    ) as Record<EvidenceKind, number>
  const thresholds = new Map(
    HUB_KINDS.map((kind) => {
      const own = groups.filter((group) => group.kind === kind)
      const sums = own.map(({ figures }) => {
        const told = Object.fromEntries(
          EVIDENCE_KINDS.map((evidence, at) => [
            evidence,
            figures[at] === -999 ? Number.NaN : (figures[at] ?? Number.NaN),
          ]),
        ) as Record<EvidenceKind, number>
        return sumOf(nats(kind, told))
      })
      return [kind, thresholdOf(sums, days)]
    }),
  )
  return {
    days,
    background: meanBackground(backgrounds),
    nats,
    threshold: (kind) => thresholds.get(kind) ?? Number.POSITIVE_INFINITY,
    groups: (kind) => groups.filter((group) => group.kind === kind).length,
  }
}

/** What all kinds say together. */
export function sumOf(nats: Readonly<Record<EvidenceKind, number>>): number {
  return EVIDENCE_KINDS.reduce((sum, kind) => sum + (Number.isNaN(nats[kind]) ? 0 : nats[kind]), 0)
}

/** -ln of the share of ordinary groups at least so much alike; beyond the alikest twentieth an exponential end carries on. */
export function natsOf(value: number, ordinary: readonly number[]): number {
  if (Number.isNaN(value) || ordinary.length < 20) return Number.NaN
  let atLeast = 0
  while (atLeast < ordinary.length && (ordinary[atLeast] ?? 0) <= value) atLeast++
  const p = (1 + atLeast) / (1 + ordinary.length)
  const edge = ordinary[Math.floor(ordinary.length / 20)] ?? 0
  if (value >= edge || ordinary.length < 100) return Math.min(MOST_NATS_OF_A_KIND, -Math.log(p))
  const beyond = ordinary.filter((other) => other < edge).map((other) => edge - other)
  const scale = Math.max(0.02, beyond.reduce((sum, excess) => sum + excess, 0) / Math.max(1, beyond.length))
  const carried = Math.log(ordinary.length / Math.max(1, beyond.length)) + (edge - value) / scale
  return Math.min(MOST_NATS_OF_A_KIND, Math.max(-Math.log(p), carried))
}

/** The sum that ordinary groups pass as rarely as {@link FALSE_CLUSTERS_PER_DAY} allows, by the same kind of end. */
function thresholdOf(sums: number[], days: number): number {
  if (sums.length < 20) return LEAST_NATS
  sums.sort((left, right) => right - left)
  const tail = sums.slice(0, Math.max(10, Math.floor(sums.length / 20)))
  const edge = tail.at(-1) ?? 0
  const scale = Math.max(0.3, tail.reduce((sum, value) => sum + value - edge, 0) / tail.length)
  const beyondAday = tail.length / days
  return Math.max(LEAST_NATS, edge + scale * Math.log(Math.max(1, beyondAday / FALSE_CLUSTERS_PER_DAY)))
}

function meanBackground(rows: readonly (readonly number[])[]): Background {
  const mean = (from: number, to: number) =>
    Float64Array.from(
      { length: to - from },
      (_, at) => rows.reduce((sum, row) => sum + (row[from + at] ?? 0), 0) / rows.length,
    )
  const traits = TRAITS.map((_, at) => mean(at * BINS, (at + 1) * BINS))
  return { traits, cells: mean(TRAITS.length * BINS, rows[0]?.length ?? 0) }
}

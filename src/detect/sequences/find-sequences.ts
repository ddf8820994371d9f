import { formatBytes, formatCounted } from '../../base/bytes.ts'
import { grouped } from '../small-budgets/grouped.ts'
import { type Collected, collectedBy } from './collected.ts'
import type { Act, Sequence, SequenceStep } from './sequence.ts'
import { isFramed, type Staged, stagedBy } from './staging.ts'

/** Less that is collected and sent is none of a model. */
const LEAST_BYTES = 250_000_000
/** Rows named for each step; the query of its span has all. */
const MOST_ROWS = 50
/** Sent within a tenth of what was collected: the same amount. */
const SAME_AMOUNT = 0.1

/** What is sent to a place anyway in as many days, by destination. */
export type UsualBytes = ReadonlyMap<string, number>

/**
 * Finds collect, stage, send, leave in some people's acts: of one person, or of several of whom it is known otherwise that
 * they hand over. One sequence for each destination that got a part of what was collected, the largest first; one without
 * a destination where something was staged and nothing went out yet.
 *
 * @param acts in order of time.
 * @param usual what the same people sent to each destination in as many days before.
 */
export function findSequences(acts: readonly Act[], usual: UsualBytes = new Map()): Sequence[] {
  const reads = acts.filter(({ kind }) => kind === 'read')
  if (reads.length === 0) return []
  const staged = [...grouped(acts, ({ person }) => person).values()]
    .flatMap(stagedBy)
    .sort((left, right) => (left.act.time < right.act.time ? -1 : 1))
  const firstRead = (reads[0] as Act).time
  const sends = grouped(
    acts.filter(({ kind, time }) => kind === 'send' && time >= firstRead),
    ({ place }) => place,
  )
  const sent = [...sends].flatMap(([destination, flows]) => {
    const sequence = sequenceTo(destination, flows, reads, staged, acts, usual.get(destination) ?? 0)
    return sequence === null ? [] : [sequence]
  })
  if (sent.length > 0)
    return sent.sort(
      (left, right) =>
        right.matchedBytes - left.matchedBytes ||
        ((left.destination ?? '') < (right.destination ?? '') ? -1 : 1),
    )
  const stagedOnly = staged.length === 0 ? null : stagedSequence(reads, staged, acts)
  return stagedOnly === null ? [] : [stagedOnly]
}

function sequenceTo(
  destination: string,
  flows: readonly Act[],
  reads: readonly Act[],
  staged: readonly Staged[],
  acts: readonly Act[],
  usual: number,
): Sequence | null {
  const matched = Math.max(0, matchedBytes(flows, reads) - usual)
  if (matched < LEAST_BYTES) return null
  const last = (flows.at(-1) as Act).time
  const before = reads.filter(({ time }) => time <= last)
  const stages = staged.filter(({ act }) => act.time <= last)
  const collected = collectedBy(before)
  return sequence(
    [
      ...collectSteps(before),
      ...stageSteps(stages),
      ...perPerson(flows).map((own) => stepOf('send', own, destination, sendingHow(own, collected, stages))),
      ...leaveSteps(acts, before),
    ],
    destination,
    collected,
    matched,
  )
}

function stagedSequence(
  reads: readonly Act[],
  staged: readonly Staged[],
  acts: readonly Act[],
): Sequence | null {
  const bytes = staged.reduce((sum, each) => sum + each.bytes, 0)
  const steps = [...collectSteps(reads), ...stageSteps(staged), ...leaveSteps(acts, reads)]
  return bytes < LEAST_BYTES ? null : sequence(steps, null, collectedBy(reads), bytes)
}

function sequence(
  steps: readonly SequenceStep[],
  destination: string | null,
  collected: Collected,
  matched: number,
): Sequence {
  return {
    people: [...new Set(steps.map(({ person }) => person))].sort(),
    assets: [...new Set(collected.files.map(({ about }) => about))].sort(),
    destination,
    steps,
    collectedBytes: collected.bytes,
    matchedBytes: Math.min(matched, collected.bytes),
    pValue: null,
  }
}

/** Bytes that were sent after as many had been collected: what goes out before it came in is something else. */
function matchedBytes(flows: readonly Act[], reads: readonly Act[]): number {
  const files = [...collectedBy(reads).files].sort((left, right) => (left.time < right.time ? -1 : 1))
  let [at, held, matched] = [0, 0, 0]
  for (const { time, bytes } of flows) {
    for (let file = files[at]; file !== undefined && file.time <= time; file = files[++at]) held += file.bytes
    matched += Math.min(bytes, held - matched)
  }
  return matched
}

function collectSteps(reads: readonly Act[]): SequenceStep[] {
  return [...grouped(reads, ({ person, about }) => JSON.stringify([person, about])).values()].map((own) => {
    const { bytes, files } = collectedBy(own)
    const about = own[0]?.about ?? ''
    return {
      ...stepOf(
        'collect',
        own,
        about,
        `${formatCounted(files.length, 'file')} of ${about}, ${formatBytes(bytes)}`,
      ),
      bytes,
    }
  })
}

function stageSteps(staged: readonly Staged[]): SequenceStep[] {
  return staged.map(({ act, bytes, how }) => ({ ...stepOf('stage', [act], act.place, how), bytes }))
}

function perPerson(acts: readonly Act[]): Act[][] {
  return [...grouped(acts, ({ person }) => person).values()]
}

function sendingHow(flows: readonly Act[], collected: Collected, staged: readonly Staged[]): string {
  const total = flows.reduce((sum, { bytes }) => sum + bytes, 0)
  const sized = flows.filter(({ bytes }) =>
    collected.files.some((file) => isFramed(bytes, file.bytes)),
  ).length
  const packed = flows.filter(({ bytes }) => staged.some(({ act }) => isFramed(bytes, act.bytes))).length
  const reasons = [
    packed > 0 ? `${packed} of ${flows.length} are as large as what was staged` : '',
    sized > 0 ? `${sized} of ${flows.length} are as large as a file that was collected` : '',
    Math.abs(total - collected.bytes) <= SAME_AMOUNT * collected.bytes
      ? `together they are as much as was collected, ${formatBytes(collected.bytes)}`
      : '',
  ].filter((reason) => reason !== '')
  return reasons.length > 0
    ? reasons.join('; ')
    : `${formatBytes(total)} left after ${formatBytes(collected.bytes)} had been collected; no size says more`
}

/** Notice, a last day, and deleting what was read or staged, all after it was collected. */
function leaveSteps(acts: readonly Act[], reads: readonly Act[]): SequenceStep[] {
  return perPerson(reads).flatMap((own) => {
    const { person, time: since } = own[0] as Act
    const after = acts.filter((act) => act.person === person && act.time >= since)
    const leaving = after.filter(({ kind }) => kind === 'leave')
    const deleted = after.filter(({ kind }) => kind === 'delete')
    return [
      ...leaving.map((act) => stepOf('leave', [act], act.about, `${act.about}, after collecting`)),
      ...(deleted.length === 0
        ? []
        : [
            stepOf(
              'leave',
              deleted,
              deleted[0]?.about ?? '',
              `${formatCounted(deleted.length, 'deletion')} after collecting`,
            ),
          ]),
    ]
  })
}

function stepOf(
  stage: SequenceStep['stage'],
  acts: readonly Act[],
  about: string,
  how: string,
): SequenceStep {
  const [first, last] = [acts[0] as Act, acts.at(-1) as Act]
  return {
    stage,
    person: first.person,
    time: first.time,
    until: last.time,
    bytes: acts.reduce((sum, { bytes }) => sum + bytes, 0),
    about,
    how,
    acts: acts.length,
    rows: acts.slice(0, MOST_ROWS).map(({ table, id }) => ({ table, id })),
  }
}

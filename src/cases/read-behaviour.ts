import { formatBytes, formatCount, formatCounted } from '../base/bytes.ts'
import { type Coverage, readCoverage } from '../detect/behaviour/features/read-coverage.ts'
import { readTags, type TagUse } from '../detect/behaviour/features/read-tags.ts'
import { contextOf } from '../detect/departure/context-of.ts'
import type { BehaviourView, Stage } from '../detect/feedback/behaviour-view.ts'
import { confidenceOf } from '../detect/feedback/drift/confidence.ts'
import { formatPercent } from '../detect/fill.ts'
import { highestToldDay } from '../detect/findings/told-day.ts'
import { daysBefore } from '../detect/judge.ts'
import type { Sequence } from '../detect/sequences/sequence.ts'
import { sequencesOf } from '../detect/sequences/sequences-of.ts'
import type { Case } from './case.ts'
import { actsOf, type CaseStores } from './join-cases.ts'
import type { JoinedCase } from './join-signals.ts'

/** Sentences of a kind, the weightiest first. */
const MOST_SENTENCES = 3

/** Stages shown of one sequence. */
const MOST_STAGES = 20

/** Why the most surprising of the case's days scored what it did; nothing where none was above the threshold. */
export async function readBehaviour(
  { analytics }: CaseStores,
  joined: JoinedCase,
): Promise<Pick<Case, 'behaviour'>> {
  const { first, last } = actsOf(joined)
  const span = { from: first.slice(0, 10), to: last.slice(0, 10) }
  const told = await highestToldDay(analytics, joined.person, span)
  if (told === null) return {}
  const { explanation, innocent, threshold } = told
  const { person } = joined
  const days = { from: span.from, until: daysBefore(span.to, -1) }
  const [sequences, facts, coverage, tags, confidence] = await Promise.all([
    sequencesOf(analytics, [person], { from: first, until: last }),
    contextOf(analytics, person, span),
    readCoverage(analytics, { person, ...days }),
    readTags(analytics, person, days),
    confidenceOf(analytics, explanation.day),
  ])
  const behaviour: BehaviourView = {
    score: explanation.score,
    threshold,
    day: explanation.day,
    points: explanation.points,
    ordinary: explanation.ordinary,
    innocent,
    stages: stagesOf(sequences[0]),
    context: [
      ...facts.map(({ sentence }) => sentence),
      ...coverage.filter(isCollected).toSorted(byBytes).slice(0, MOST_SENTENCES).map(coverageSentence),
      ...tags
        .filter(({ others }) => others === 0)
        .slice(0, MOST_SENTENCES)
        .map(tagSentence),
    ],
    confidence,
  }
  return { behaviour }
}

/** A little of a large asset is everybody's. */
function isCollected({ share }: Coverage): boolean {
  return share >= 0.05
}

function byBytes(left: Coverage, right: Coverage): number {
  return right.collected - left.collected
}

function coverageSentence({ asset, share, collected, files, filesKnown }: Coverage): string {
  const parts = files === 0 ? '' : `, ${formatCount(files)} of ${formatCount(filesKnown)} files`
  return `${formatPercent(share)} of ${asset === '' ? 'an asset that the directory does not know' : asset} was collected: ${formatBytes(collected)}${parts}, re-reads counted once.`
}

function tagSentence({ kind, name, firstUsed, requests }: TagUse): string {
  const what = kind === 'run' ? 'The run' : 'The tag'
  return `${what} ${name} stands on ${formatCounted(requests, 'request')} since ${firstUsed.slice(0, 10)}, and nobody else ever used it.`
}

function stagesOf(sequence: Sequence | undefined): Stage[] {
  return (sequence?.steps ?? []).slice(0, MOST_STAGES).map(({ stage, time, about, bytes, how }) => ({
    stage,
    time,
    sentence: stage === 'send' ? `${formatBytes(bytes)} to ${about}: ${how}` : how,
  }))
}

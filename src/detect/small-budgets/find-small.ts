import { dateOf, dayOf, midnight } from '../../base/days.ts'
import type { AnalyticsStore } from '../../store/analytics/analytics-store.ts'
import type { Days } from '../judge.ts'
import { LEARNING_DAYS, READERS_LEARNING_DAYS, SMALL_BUDGETS } from './budgets.ts'
import { type Decoy, decoysTouched } from './decoy.ts'
import { findingId } from './finding-id.ts'
import { HAND_OVER_LOOK_BACK, handOverSentence, handOvers } from './handed-over.ts'
import { jointCollectionSentence, jointCollections } from './joint-collection.ts'
import { readMovements } from './movements.ts'
import { SHARED_PLACE_LOOK_BACK, sharedPlaceSentence, sharedPlaces } from './several-feed-one-place.ts'
import type { Bar, Part, SmallFinding, SmallRule } from './small-finding.ts'
import { daysOfPast, type Statistic, surpassing } from './surpassing.ts'
import { newPlaceSentence, newPlaces } from './weights-to-new-place.ts'

/** What the detectors with budgets of their own found, and which of them had too little past to say anything. */
export interface SmallFindings {
  readonly findings: readonly SmallFinding[]
  /** Sentences. */
  readonly cannotSee: readonly string[]
}

/**
 * Runs the detectors that need no scores over the days: `from` is the first, `until` the day after the last, YYYY-MM-DD.
 * A finding is news on its day only; the same logs give the same findings, whichever days are asked about together.
 */
export async function findSmall(
  analytics: AnalyticsStore,
  asked: Days,
  decoys: readonly Decoy[] = [],
): Promise<SmallFindings> {
  const [from, until] = [dayOf(asked.from), dayOf(asked.until)]
  const since = from - longestLookBack()
  const movements = await readMovements(analytics, since, until)
  const wholeFrom = movements.loggedFrom + LEARNING_DAYS
  const firstJudged = movements.loggedFrom + READERS_LEARNING_DAYS + LEARNING_DAYS
  const [places, joint, touched] = await Promise.all([
    newPlaces(analytics, from - daysOfPast(SMALL_BUDGETS['weights-to-new-place']), until),
    jointCollections(
      analytics,
      movements.members,
      from - daysOfPast(SMALL_BUDGETS['joint-collection']) - 28,
      until,
    ),
    decoysTouched(analytics, decoys, from, until),
  ])
  const passed = <S extends Statistic>(
    rule: SmallRule,
    statistics: readonly S[],
    floor: number,
    learnt = wholeFrom,
  ) => surpassing(statistics, SMALL_BUDGETS[rule], floor, { from, until, wholeFrom: learnt })
  const bytes = (rule: SmallRule) => Math.log(SMALL_BUDGETS[rule].floor)
  const findings = [
    ...passed('weights-to-new-place', places, bytes('weights-to-new-place')).map(({ statistic, bar }) =>
      finding('weights-to-new-place', statistic, asBytes(bar), {
        observed: Math.exp(statistic.value),
        destination: statistic.destination,
        asset: statistic.thing,
        parts: [
          { person: statistic.person, did: 'collected', amount: statistic.fetched },
          { person: statistic.person, did: 'sent', amount: statistic.sent },
        ],
        facts: { hour: statistic.hour, usersBefore: statistic.usersBefore },
        sentence: newPlaceSentence(statistic),
      }),
    ),
    ...passed('several-feed-one-place', sharedPlaces(movements), bytes('several-feed-one-place')).map(
      ({ statistic, bar }) =>
        finding('several-feed-one-place', statistic, asBytes(bar), {
          observed: Math.exp(statistic.value),
          destination: statistic.destination,
          parts: statistic.feeders.flatMap(({ person, sent, read }): Part[] => [
            { person, did: 'collected', amount: read },
            { person, did: 'sent', amount: sent },
          ]),
          facts: { people: statistic.people.length },
          sentence: sharedPlaceSentence(statistic),
        }),
    ),
    ...passed(
      'joint-collection',
      joint,
      bytes('joint-collection'),
      movements.loggedFrom + READERS_LEARNING_DAYS,
    ).map(({ statistic, bar }) =>
      finding('joint-collection', statistic, asBytes(bar), {
        observed: Math.exp(statistic.value),
        asset: statistic.asset === '' ? statistic.place : statistic.asset,
        parts: statistic.collectors.map(({ person, bytes: amount }) => ({
          person,
          did: 'collected',
          amount,
        })),
        facts: { share: statistic.share, place: statistic.place, people: statistic.people.length },
        sentence: jointCollectionSentence(statistic),
      }),
    ),
    ...passed('handed-over', handOvers(movements), SMALL_BUDGETS['handed-over'].floor).map(
      ({ statistic, bar }) =>
        finding('handed-over', statistic, bar, {
          observed: statistic.value,
          asset: statistic.thing,
          destination: statistic.destination,
          parts: [
            { person: statistic.collector, did: 'collected', amount: statistic.collected.bytes },
            { person: statistic.sender, did: 'sent', amount: statistic.sent.bytes },
          ],
          facts: {
            sentOneIn: Math.round(statistic.sent.oneIn),
            collectedOneIn: Math.round(statistic.collected.oneIn),
            sentDays: statistic.sent.days,
            collectedDays: statistic.collected.days,
          },
          sentence: handOverSentence(statistic),
        }),
    ),
    ...touched,
  ]
  return {
    findings: findings.sort((left, right) =>
      left.windowEnd === right.windowEnd ? order(left.id, right.id) : order(left.windowEnd, right.windowEnd),
    ),
    cannotSee:
      from >= firstJudged
        ? []
        : [
            `Detectors with small budgets compare with past weeks; before ${dateOf(firstJudged)} some of them have too few and say nothing.`,
          ],
  }
}

function longestLookBack(): number {
  return Math.max(
    daysOfPast(SMALL_BUDGETS['handed-over']) + HAND_OVER_LOOK_BACK,
    daysOfPast(SMALL_BUDGETS['several-feed-one-place']) + SHARED_PLACE_LOOK_BACK,
  )
}

type Timed = Statistic & { readonly first?: string; readonly last?: string }

function finding(
  rule: SmallRule,
  statistic: Timed,
  bar: Bar,
  more: Omit<
    SmallFinding,
    'id' | 'rule' | 'people' | 'bar' | 'windowStart' | 'windowEnd' | 'firstActivity' | 'lastActivity'
  >,
): SmallFinding {
  const { subject, people, day } = statistic
  const windowStart = midnight(day - SMALL_BUDGETS[rule].windowDays + 1)
  return {
    id: findingId(rule, subject, day),
    rule,
    people,
    windowStart,
    windowEnd: midnight(day + 1),
    firstActivity: statistic.first ?? windowStart,
    lastActivity: statistic.last ?? midnight(day + 1),
    bar,
    ...more,
    sentence: `${more.sentence} ${barSentence(bar)}`,
  }
}

/** How high the bar is and why, in one sentence. */
function barSentence({ ordinary, weeks, perWeek, value, floor }: Bar): string {
  const past = `In the ${weeks.toFixed(0)} weeks before, ${ordinary === 0 ? 'nobody else' : `${ordinary} others`} came near`
  const raised =
    value > floor ? `, so the bar was raised to ${(value / floor).toFixed(1)} times its least` : ''
  return `${past}${raised}; nominal: ${perWeek} false findings a week.`
}

function asBytes(bar: Bar): Bar {
  return { ...bar, value: Math.exp(bar.value), floor: Math.exp(bar.floor) }
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

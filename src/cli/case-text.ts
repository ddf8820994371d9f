import { formatBytes, formatCount } from '../base/bytes.ts'
import { dayAfter } from '../base/days.ts'
import type { AssetTaken, Case, CaseSummary, Lane } from '../cases/case.ts'
import { behaviourText } from './behaviour-text.ts'
import { textTable } from './output.ts'
import { hanging, wrap } from './wrapped-text.ts'

/** Cases as a table, one row a case. */
export function caseTable(cases: readonly CaseSummary[]): string {
  return textTable(
    [
      { title: 'case' },
      { title: 'severity' },
      { title: 'state' },
      { title: 'person' },
      { title: 'first signal' },
      { title: 'channels' },
      { title: 'signals', right: true },
      { title: 'nats', right: true },
    ],
    cases.map((found) => [
      found.id,
      found.severity,
      found.state,
      found.person,
      shortTime(found.firstSignal),
      found.channels.join(' '),
      formatCount(found.signals),
      found.evidence.toFixed(1),
    ]),
  )
}

/** One case as text: what happened, what was taken, why we think so, and hour by hour when. */
export function caseText(found: Case): string {
  return [
    `Case ${found.id}: ${found.person} (${describePerson(found)})`,
    `${found.severity}, ${found.state}${found.owner === null ? '' : `, ${found.owner}`}; ${found.evidence.toFixed(1)} nats from ${formatCount(found.signals)} signals`,
    '',
    wrap(found.headline),
    '',
    `First act ${shortTime(found.firstActivity)}, first signal ${shortTime(found.firstSignal)}, last act ${shortTime(found.lastActivity)} (UTC).`,
    '',
    'Taken',
    ...(found.assets.length === 0 ? ['  No asset that assets.yaml names.'] : []),
    ...found.assets.map((asset) => `  ${assetText(asset)}`),
    '',
    'Signals',
    ...found.signalList.map((signal) =>
      hanging(
        `${shortTime(signal.raisedAt)}  ${signal.rule.padEnd(18)} `,
        `${signal.sentence} (${signal.evidence.toFixed(1)} nats)`,
      ),
    ),
    ...(found.corroboration.length === 0
      ? []
      : [
          '',
          'Query rules, beside the evidence',
          ...found.corroboration.map((signal) =>
            hanging(`${shortTime(signal.raisedAt)}  ${signal.rule.padEnd(18)} `, signal.sentence),
          ),
        ]),
    ...(found.behaviour === undefined ? [] : ['', ...behaviourText(found.behaviour)]),
    '',
    'Timeline, by day',
    ...lanesText(found.timeline.lanes),
    ...found.timeline.staff.map(
      (fact) => `  ${fact.time.slice(0, 10)}  ${fact.kind}${fact.detail === '' ? '' : `: ${fact.detail}`}`,
    ),
    '',
    'Techniques',
    ...found.techniques.map(
      (technique) => `  ${technique.framework} ${technique.version} ${technique.id} ${technique.name}`,
    ),
  ].join('\n')
}

function describePerson({ role, team, timeZone }: Case): string {
  const known = [role, team, timeZone].filter((text) => text !== '')
  return known.length === 0 ? 'not in people.csv' : known.join(', ')
}

function assetText(asset: AssetTaken): string {
  const share =
    asset.share === null
      ? ''
      : `, ${Math.round(asset.share * 100)} % of ${formatBytes(asset.totalBytes ?? 0)}`
  const bytes = asset.bytes > 0 ? `${formatBytes(asset.bytes)}${share}` : ''
  const tokens =
    asset.tokensOut > 0
      ? `${formatCount(asset.tokensOut)} tokens answered, ${formatCount(asset.logprobTokens)} of them with log-probabilities`
      : ''
  return `${asset.asset} (${asset.kind}, ${asset.sensitivity}): ${[bytes, tokens].filter((part) => part !== '').join('; ')}`
}

const BARS = ' ▁▂▃▄▅▆▇█'

/** Lanes over the same days, one bar a day, so that the order of the steps is seen at a glance. */
function lanesText(lanes: readonly Lane[]): string[] {
  const days = lanes.flatMap((lane) => lane.points.map((point) => point.time.slice(0, 10))).sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return ['  nothing']
  return [`  ${' '.repeat(10)} ${first} to ${last}`, ...lanes.map((lane) => laneText(lane, first, last))]
}

function laneText(lane: Lane, first: string, last: string): string {
  const byDay = new Map<string, number>()
  for (const { time, value } of lane.points)
    byDay.set(time.slice(0, 10), (byDay.get(time.slice(0, 10)) ?? 0) + value)
  const most = Math.max(0, ...byDay.values())
  const bars: string[] = []
  for (let day = first; day <= last; day = dayAfter(day, 1)) bars.push(bar(byDay.get(day) ?? 0, most))
  const total = [...byDay.values()].reduce((sum, value) => sum + value, 0)
  const amount = lane.unit === 'bytes' ? formatBytes(total) : `${formatCount(total)} ${lane.unit}`
  return `  ${lane.channel.padEnd(10)} ${bars.join('')}  ${amount}`
}

function bar(value: number, most: number): string {
  if (value <= 0 || most <= 0) return '·'
  return BARS[Math.max(1, Math.round((value / most) * (BARS.length - 1)))] ?? '█'
}

function shortTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)}`
}

import { formatCount } from '../base/bytes.ts'
import type { Cluster, Member } from '../detect/clusters/cluster.ts'
import type { ClustersSummary } from '../detect/clusters/find-clusters.ts'
import { textTable } from './output.ts'

/** Accounts of a cluster that are shown; all of them are in the JSON. */
const MOST_SHOWN = 20

/** What a search did, and what it could not see. */
export function foundText({
  days,
  learning,
  accounts,
  accountsWithPrompts,
  seconds,
}: ClustersSummary): string[] {
  if (days.length === 0) return []
  const lines = [`${days.length} ${days.length === 1 ? 'day' : 'days'} judged in ${seconds.toFixed(1)} s.`]
  if (learning.length > 0)
    lines.push(`cannot see: on ${learning.length} of them too few days lay before to say what is ordinary.`)
  if (accounts > 0 && accountsWithPrompts === 0)
    lines.push(
      'cannot see: the log holds no prompts; accounts are compared by clock, counts, addresses and models alone.',
    )
  return lines
}

export function clustersText(clusters: readonly Cluster[]): string {
  if (clusters.length === 0) return 'No accounts act as one.'
  return textTable(
    [
      { title: 'cluster' },
      { title: 'found' },
      { title: 'last' },
      { title: 'accounts', right: true },
      { title: 'calls', right: true },
      { title: 'tokens out', right: true },
      { title: 'nats', right: true },
      { title: 'what' },
    ],
    clusters.map((cluster) => [
      cluster.id,
      cluster.firstFound,
      cluster.lastFound,
      formatCount(cluster.members),
      formatCount(cluster.calls),
      formatCount(cluster.tokensOut),
      cluster.evidence.toFixed(1),
      cluster.sentence,
    ]),
  )
}

export function clusterText(cluster: Cluster, members: readonly Member[]): string {
  const loud = cluster.kinds.filter(({ sentence }) => !cluster.notUnusual.includes(sentence))
  return [
    `Cluster ${cluster.id}: ${cluster.sentence}`,
    '',
    `Found ${cluster.firstFound}, last ${cluster.lastFound}. From ${cluster.windowStart} to ${cluster.windowEnd}: ${formatCount(cluster.calls)} calls, ${formatCount(cluster.tokensIn)} tokens in, ${formatCount(cluster.tokensOut)} out${cluster.models.length === 0 ? '' : `, of ${cluster.models.join(', ')}`}.`,
    `Evidence ${cluster.evidence.toFixed(1)} nats; ordinary groups reach ${cluster.threshold.toFixed(1)} once in four weeks.`,
    '',
    ...loud.map(({ kind, nats, sentence }) => `  ${nats.toFixed(1).padStart(4)}  ${kind}: ${sentence}`),
    '',
    'Not unusual:',
    ...cluster.notUnusual.map((sentence) => `  ${sentence}`),
    '',
    'Honest reasons to check:',
    ...cluster.innocent.map((question) => `  ${question}`),
    '',
    textTable(
      [{ title: 'account' }, { title: 'joined' }, { title: 'certainty', right: true }],
      members
        .slice(0, MOST_SHOWN)
        .map(({ account, joined, certainty }) => [account, joined, certainty.toFixed(3)]),
    ),
    ...(members.length > MOST_SHOWN
      ? [`... and ${formatCount(members.length - MOST_SHOWN)} more; --json has them all.`]
      : []),
  ].join('\n')
}

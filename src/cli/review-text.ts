import { formatBytes, formatCount } from '../base/bytes.ts'
import type { AccessReview, ReviewFigure } from '../cases/case.ts'
import { textTable } from './output.ts'

const SHOWN: Readonly<Record<ReviewFigure['unit'], (value: number) => string>> = {
  requests: formatCount,
  tokens: formatCount,
  files: formatCount,
  bytes: formatBytes,
  share: (value) => `${(value * 100).toFixed(1)} %`,
}

/** An access review as text. */
export function reviewText(review: AccessReview): string {
  const figures = textTable(
    [
      { title: 'figure' },
      { title: review.person, right: true },
      { title: 'team median', right: true },
      { title: 'times', right: true },
    ],
    review.figures.map(({ name, unit, value, teamMedian, ratio }) => [
      name,
      SHOWN[unit](value),
      teamMedian === null ? '' : SHOWN[unit](teamMedian),
      ratio === null ? '' : ratio.toFixed(1),
    ]),
  )
  const destinations = textTable(
    [
      { title: 'destination' },
      { title: 'standing' },
      { title: 'sent', right: true },
      { title: 'first seen' },
      { title: 'people', right: true },
    ],
    review.destinations.map(({ destination, standing, bytesOut, firstSeen, people }) => [
      destination,
      standing === '' ? 'unknown' : standing,
      formatBytes(bytesOut),
      firstSeen.slice(0, 10),
      formatCount(people),
    ]),
  )
  return [
    `${review.person}, ${review.team === '' ? 'of no known team' : `team ${review.team}`}: ${review.days} days, ${review.from.slice(0, 10)} to ${review.to.slice(0, 10)}`,
    '',
    figures,
    '',
    review.destinations.length === 0 ? 'Nothing was sent to an outside destination.' : destinations,
  ].join('\n')
}

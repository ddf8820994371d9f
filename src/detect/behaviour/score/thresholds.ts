/** The table below is for so many people; so many share one false case a week where nobody has said otherwise. */
export const PEOPLE_PER_CASE = 180

/**
 * The score, in nats, above which so many false cases a week open among 180 people: refitted by bench/thieves on ordinary
 * weeks of made-up companies, kept here as data.
 */
export const THRESHOLDS: readonly { readonly casesPerWeek: number; readonly nats: number }[] = [
  { casesPerWeek: 0.25, nats: 22.95 },
  { casesPerWeek: 0.5, nats: 21.16 },
  { casesPerWeek: 1, nats: 19.16 },
  { casesPerWeek: 2, nats: 17.09 },
  { casesPerWeek: 5, nats: 14.21 },
]

/** Where nobody names another budget: one false case a week for 180 people. */
export function defaultCasesPerWeek(people: number): number {
  return people / PEOPLE_PER_CASE
}

/**
 * The threshold, in nats, that costs so many false cases a week among so many people: between the entries of the table
 * linear in the logarithm of the rate, beyond them as between the nearest two.
 *
 * @example thresholdFor(1, 180) // => 19.16
 * @example thresholdFor(4, 720) // => 19.16
 */
export function thresholdFor(casesPerWeek: number, people: number): number {
  const rate = (casesPerWeek * PEOPLE_PER_CASE) / people
  const above = THRESHOLDS.findIndex((entry, at) => at > 0 && entry.casesPerWeek >= rate)
  const [low, high] =
    above < 0
      ? [THRESHOLDS.at(-2) as Entry, THRESHOLDS.at(-1) as Entry]
      : [THRESHOLDS[above - 1] as Entry, THRESHOLDS[above] as Entry]
  const share = Math.log(rate / low.casesPerWeek) / Math.log(high.casesPerWeek / low.casesPerWeek)
  return low.nats + share * (high.nats - low.nats)
}

type Entry = (typeof THRESHOLDS)[number]

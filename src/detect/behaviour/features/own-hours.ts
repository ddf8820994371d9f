/** A profile is made of the days from so many before the judged one ... */
export const PROFILE_FIRST = 49
/** ... to so many before it. */
const PROFILE_LAST = 8

/** An hour counts at most so many requests a day, or one batch job would make its hour the only usual one. */
const COUNTED_AN_HOUR = 20

/**
 * The hours of the day at which people use to work, each in their own zone, from their requests 49 to 8 days before.
 *
 * An hour is off where its share, smoothed by its neighbours (a quarter, a half, a quarter) and with one request added to
 * every hour, is below 1.2 %. So nothing is off for somebody of whom hardly a request is known.
 */
export class OwnHours {
  readonly #people: number
  readonly #days: number
  /** Requests by person, day and local hour, each cut at 20. */
  readonly #counts: Uint8Array
  /** Sums over the profile's days of the day last judged. */
  readonly #profile: Int32Array
  readonly #off: Uint32Array
  #judged = 0

  constructor(people: number, days: number) {
    this.#people = people
    this.#days = days
    this.#counts = new Uint8Array(people * days * 24)
    this.#profile = new Int32Array(people * 24)
    this.#off = new Uint32Array(people * days)
  }

  /** Tells of requests; days may come in any order, but before `judgeUpTo` passes {@link PROFILE_LAST} days beyond. */
  add(person: number, day: number, localHour: number, requests: number): void {
    const at = (person * this.#days + day) * 24 + localHour
    this.#counts[at] = Math.min(COUNTED_AN_HOUR, (this.#counts[at] ?? 0) + requests)
  }

  /** Settles the off hours of all days before `day`. */
  judgeUpTo(day: number): void {
    for (; this.#judged < day; this.#judged += 1) {
      for (let person = 0; person < this.#people; person += 1) {
        this.#addDay(person, this.#judged - PROFILE_LAST, 1)
        this.#addDay(person, this.#judged - PROFILE_FIRST - 1, -1)
        this.#off[person * this.#days + this.#judged] = offHours(
          this.#profile.subarray(person * 24, person * 24 + 24),
        )
      }
    }
  }

  /** Is an hour of a settled day off? */
  isOff(person: number, day: number, localHour: number): boolean {
    return (((this.#off[person * this.#days + day] ?? 0) >>> localHour) & 1) === 1
  }

  #addDay(person: number, day: number, sign: 1 | -1): void {
    if (day < 0) return
    const from = (person * this.#days + day) * 24
    for (let hour = 0; hour < 24; hour += 1) {
      const at = person * 24 + hour
      this.#profile[at] = (this.#profile[at] ?? 0) + sign * (this.#counts[from + hour] ?? 0)
    }
  }
}

/**
 * Of requests by hour of the day, one bit for each hour that is off, the lowest for midnight.
 *
 * @example offHours(Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 400 : 0))).toString(2) // => '111111111100011111111111'
 */
export function offHours(requests: ArrayLike<number>): number {
  let total = 24
  for (let hour = 0; hour < 24; hour += 1) total += requests[hour] ?? 0
  let off = 0
  for (let hour = 0; hour < 24; hour += 1) {
    const smoothed =
      (requests[(hour + 23) % 24] ?? 0) + 2 * (requests[hour] ?? 0) + (requests[(hour + 1) % 24] ?? 0)
    // (smoothed / 4 + 1) / total < 0.012, in whole numbers.
    if (250 * (smoothed + 4) < 12 * total) off |= 1 << hour
  }
  return off
}

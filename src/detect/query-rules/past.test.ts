import { describe, expect, it } from 'vitest'
import { chanceOf, firedDays, MOST_NATS, type Watched } from './past.ts'
import { dayOf } from './window-grid.ts'

const DAY = 86_400_000
/** End of the judged window: the day of 10 March. */
const END = Date.parse('2026-03-11T00:00:00Z')
const fired = (person: string, daysBefore: number) => ({ person, window_end: END - daysBefore * DAY })

/** Five people on each of the 60 days before, the one who is judged among them. */
const WATCHED: Watched = {
  people: new Map(Array.from({ length: 60 }, (_, day) => [dayOf(END - DAY - day * DAY), 5])),
  daysOf: new Map([['thief', new Set(Array.from({ length: 60 }, (_, day) => dayOf(END - DAY - day * DAY)))]]),
}

describe('what a query rule’s own past says', () => {
  it('is one in all person-days of others where it never spoke before', () => {
    expect(chanceOf(fired('thief', 0), DAY, firedDays([]), WATCHED)).toBe(1 / (1 + 28 * 4))
  })

  it('counts the days it spoke of others, and not those it spoke of the same person', () => {
    const earlier = firedDays([fired('amber', 1), fired('amber', 2), fired('slate', 2), fired('thief', 3)])
    expect(chanceOf(fired('thief', 0), DAY, earlier, WATCHED)).toBe((1 + 3) / (1 + 28 * 4))
  })

  it('never counts the judged day, nor what is more than 28 days before it', () => {
    const earlier = firedDays([fired('amber', 0), fired('ivory', 0), fired('slate', 29), fired('copper', 28)])
    expect(chanceOf(fired('thief', 0), DAY, earlier, WATCHED)).toBe((1 + 1) / (1 + 28 * 4))
  })

  it('begins before a longer window, whole', () => {
    const earlier = firedDays([fired('amber', 6), fired('slate', 7)])
    expect(chanceOf(fired('thief', 0), 7 * DAY, earlier, WATCHED)).toBe((1 + 1) / (1 + 28 * 4))
  })

  it('says nothing where nobody was watched, and never more than its cap', () => {
    const nobody: Watched = { people: new Map(), daysOf: new Map() }
    expect(chanceOf(fired('thief', 0), DAY, firedDays([]), nobody)).toBe(1)
    const many: Watched = { people: new Map([['2026-03-01', 100_000]]), daysOf: new Map() }
    expect(chanceOf(fired('thief', 0), DAY, firedDays([]), many)).toBe(Math.exp(-MOST_NATS))
  })
})

import { dateOf, isoSecond } from './calendar.ts'
import type { Amount, Insider, Phase } from './insider.ts'

/** The file that says what really happened: for measuring detectors, never for them to read. */
export const TRUTH_FILE = 'truth.json'

interface PhaseTruth extends Partial<Amount> {
  readonly name: string
  readonly channel: Phase['channel']
  readonly from: string
  readonly to: string
}

/** What really happened. Acts are those that took something; all times are ISO 8601 in UTC. */
export interface Truth {
  readonly scenario: string
  readonly seed: number
  readonly thief: string | null
  readonly firstAct: string | null
  readonly lastAct: string | null
  readonly resignation: string | null
  readonly phases: readonly PhaseTruth[]
  readonly assets: readonly string[]
}

/** Keeps count of a theft while it is written. */
export class TheftRecord {
  readonly #sums = new Map<Phase, { amount: Amount; first: number; last: number }>()

  add(phase: Phase, act: ReturnType<Phase['writeDay']>): void {
    if (act === null) return
    const sum = this.#sums.get(phase)
    this.#sums.set(phase, {
      amount: {
        requests: (sum?.amount.requests ?? 0) + act.requests,
        files: (sum?.amount.files ?? 0) + act.files,
        bytes: (sum?.amount.bytes ?? 0) + act.bytes,
      },
      first: Math.min(sum?.first ?? act.first, act.first),
      last: Math.max(sum?.last ?? act.last, act.last),
    })
  }

  truth(scenario: string, seed: number, insider: Insider | null): Truth {
    const sums = [...this.#sums].sort(([, left], [, right]) => left.first - right.first)
    const taking = sums.filter(([phase]) => phase.takes).map(([, sum]) => sum)
    const time = (value: number) => (Number.isFinite(value) ? isoSecond(value) : null)
    return {
      scenario,
      seed,
      thief: insider?.person.id ?? null,
      firstAct: time(Math.min(...taking.map(({ first }) => first))),
      lastAct: time(Math.max(...taking.map(({ last }) => last))),
      resignation: insider === null ? null : dateOf(insider.resignation),
      phases: sums.map(([{ name, channel }, { amount, first, last }]) => ({
        name,
        channel,
        from: isoSecond(first),
        to: isoSecond(last),
        ...(amount.requests > 0 && { requests: amount.requests }),
        ...(amount.files > 0 && { files: amount.files }),
        ...(amount.bytes > 0 && { bytes: amount.bytes }),
      })),
      assets: insider?.assetsTaken ?? [],
    }
  }
}

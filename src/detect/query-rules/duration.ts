const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** How long a rule looks back, or how often it is asked: `15m`, `1h`, `14d`. */
export const DURATION = /^([1-9]\d{0,3})([mhd])$/

/**
 * Milliseconds of a duration; NaN of what is none.
 *
 * @example durationMs('14d') // => 1209600000
 */
export function durationMs(duration: string): number {
  const [, amount, unit] = DURATION.exec(duration) ?? []
  return unit === undefined ? Number.NaN : Number(amount) * UNITS[unit as keyof typeof UNITS]
}

/**
 * A length of time as a rule writes it, in the largest unit that holds it exactly; null where it is no whole minute.
 *
 * @example durationText(86_400_000) // => '1d'
 */
export function durationText(milliseconds: number): string | null {
  for (const unit of ['d', 'h', 'm'] as const) {
    const amount = milliseconds / UNITS[unit]
    if (Number.isInteger(amount) && amount > 0) return `${amount}${unit}`
  }
  return null
}

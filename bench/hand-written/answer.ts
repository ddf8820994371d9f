/** One person-day that a rule found out of the ordinary. */
export interface Answer {
  readonly rule: string
  readonly person: string
  /** YYYY-MM-DD. */
  readonly day: string
  /** In the rule's unit. */
  readonly observed: number
  readonly p_value: number
}

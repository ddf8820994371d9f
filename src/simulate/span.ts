/** The simulated time: UTC days, first and last included. */
export interface Span {
  readonly firstDay: number
  readonly lastDay: number
}

/** True where a validity ends after it starts. */
export function endsAfterStart(row: { readonly from: string; readonly to: string }): boolean {
  return row.to > row.from
}

/** What is said where it does not. */
export const ENDS_BEFORE_START = { message: 'is not after from', path: ['to'] }

/** A part of a time format as the front end reads it. */
export type FormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string; readonly digits: number; readonly flag: string }

import type { VERDICTS, VerdictKind } from '../../../src/detect/feedback/verdicts.ts'

/** The verdicts that can be given, under the very titles they are kept by, and what each does. */
const TEXTS: { readonly [Is in VerdictKind]: { title: (typeof VERDICTS)[Is]['title']; effect: string } } = {
  theft: {
    title: 'true theft',
    effect: 'The person’s days of the case no longer count as what is ordinary for others.',
  },
  breach: {
    title: 'policy breach without theft',
    effect: 'The case was worth opening: it does not count as a false one.',
  },
  honest: {
    title: 'honest work',
    effect: 'The case counts as a false one in the realised rate; where it went can then be sanctioned.',
  },
  unclear: { title: 'cannot tell', effect: 'The case counts neither as true nor as false.' },
}

export interface VerdictText {
  readonly is: VerdictKind
  readonly title: string
  readonly effect: string
}

export const VERDICT_TEXT: readonly VerdictText[] = (Object.keys(TEXTS) as VerdictKind[]).map((is) => ({
  is,
  ...TEXTS[is],
}))

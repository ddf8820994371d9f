import type { Answer } from './answer.ts'

/** Two programs may sum in another order, and no more. */
const RELATIVE = 1e-9

/**
 * What keeps two lists of answers from being the same, one sentence each; none where they agree.
 *
 * @example differences([], []) // => []
 */
export function differences(ours: readonly Answer[], theirs: readonly Answer[]): string[] {
  const expected = new Map(theirs.map((answer) => [keyOf(answer), answer]))
  const given = new Map(ours.map((answer) => [keyOf(answer), answer]))
  return [
    ...twice(ours, 'ours'),
    ...twice(theirs, 'theirs'),
    ...theirs.filter((answer) => !given.has(keyOf(answer))).map((answer) => `only theirs: ${keyOf(answer)}`),
    ...ours.flatMap((answer) => {
      const other = expected.get(keyOf(answer))
      if (other === undefined) return [`only ours: ${keyOf(answer)}`]
      return (['observed', 'p_value'] as const)
        .filter((name) => !close(answer[name], other[name]))
        .map((name) => `${keyOf(answer)}: ${name} is ${answer[name]} here and ${other[name]} there`)
    }),
  ]
}

function twice(answers: readonly Answer[], whose: string): string[] {
  const keys = answers.map(keyOf)
  return keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `twice in ${whose}: ${key}`)
}

function keyOf({ rule, person, day }: Answer): string {
  return `${rule} ${person} ${day}`
}

function close(left: number, right: number): boolean {
  return Math.abs(left - right) <= RELATIVE * Math.max(Math.abs(left), Math.abs(right))
}

export interface ShortcutLine {
  readonly keys: readonly string[]
  readonly does: string
}

/** What the help dialog lists, by where the keys work. */
export const SHORTCUTS: readonly { readonly where: string; readonly lines: readonly ShortcutLine[] }[] = [
  {
    where: 'Cases',
    lines: [
      { keys: ['j', 'k'], does: 'next, previous case (also ↓ ↑ inside the list)' },
      { keys: ['Enter'], does: 'open the case' },
    ],
  },
  {
    where: 'The story in time',
    lines: [
      { keys: ['Tab'], does: 'from lane to lane' },
      { keys: ['←', '→'], does: 'previous, next hour with activity' },
      { keys: ['Home', 'End'], does: 'first, last hour with activity' },
      { keys: ['+', '−'], does: 'zoom in, out around the selection' },
      { keys: ['Shift ←', 'Shift →'], does: 'move the zoomed view' },
      { keys: ['Esc'], does: 'show the whole span; again: clear the selection' },
    ],
  },
  {
    where: 'Signals and evidence',
    lines: [
      { keys: ['n', 'p'], does: 'next, previous signal' },
      { keys: ['e'], does: 'go to the evidence' },
    ],
  },
  {
    where: 'Destinations',
    lines: [
      { keys: ['/'], does: 'search the register' },
      { keys: ['a'], does: 'add a destination' },
    ],
  },
  {
    where: 'Everywhere',
    lines: [
      { keys: ['t'], does: 'theme: system, light, dark' },
      { keys: ['?'], does: 'this list' },
    ],
  },
]

import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import { useShortcuts } from '../shell/use-shortcuts.ts'

/** j and k anywhere, arrows inside the list: moves the focus among its links; Enter is the link's own. */
export function useListKeys(list: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const move = useCallback(
    (by: number) => {
      const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.case-row') ?? [])]
      const focused = links.findIndex((link) => link.matches(':focus'))
      const current = links.findIndex((link) => link.getAttribute('aria-current') === 'page')
      const from = focused === -1 ? current : focused
      links[Math.min(links.length - 1, Math.max(0, from + by))]?.focus()
    },
    [list],
  )
  useShortcuts({ j: () => move(1), k: () => move(-1) })
  return (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    move(by)
  }
}

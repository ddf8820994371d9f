import { type PointerEvent, useRef, useState } from 'react'
import { LAYOUT } from './layout.ts'
import type { TimeRange } from './time-range.ts'
import type { TimeScale } from './time-scale.ts'

/** What a pointer over a lane means. */
export interface PointerMeaning {
  hover(time: number | null): void
  click(time: number): void
  /** A span was dragged out. */
  span(range: TimeRange): void
}

/** Tells clicks from drags; the span being dragged is shared by all lanes through `setBrush`. */
export function useLanePointer(
  scale: TimeScale,
  meaning: PointerMeaning,
  setBrush: (brush: TimeRange | null) => void,
) {
  const from = useRef<number | null>(null)
  const [isDragging, setDragging] = useState(false)

  const xOf = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    return Math.min(scale.width, Math.max(0, event.clientX - left - LAYOUT.left))
  }
  const spanTo = (x: number): TimeRange => {
    const start = from.current ?? x
    return { start: scale.time(Math.min(start, x)), end: scale.time(Math.max(start, x)) }
  }
  const end = () => {
    from.current = null
    setDragging(false)
    setBrush(null)
  }

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      from.current = xOf(event)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const x = xOf(event)
      meaning.hover(scale.time(x))
      if (from.current === null) return
      if (!isDragging && Math.abs(x - from.current) < LAYOUT.dragSlop) return
      setDragging(true)
      setBrush(spanTo(x))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (from.current === null) return
      const x = xOf(event)
      if (isDragging) meaning.span(spanTo(x))
      else meaning.click(scale.time(x))
      end()
    },
    onPointerCancel: end,
    onPointerLeave: () => meaning.hover(null),
  }
}

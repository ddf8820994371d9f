import { type RefObject, useLayoutEffect, useState } from 'react'

/** The element's width in whole pixels, kept up to date; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    setWidth(Math.floor(target.clientWidth))
    const observer = new ResizeObserver(() => setWidth(Math.floor(target.clientWidth)))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return width
}

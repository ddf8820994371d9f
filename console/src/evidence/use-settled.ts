import { useEffect, useState } from 'react'

/** The value once it stayed the same for `milliseconds`, so that a held arrow key asks for one hour, not for fifty. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return settled
}

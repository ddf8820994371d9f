import { useEffect, useRef } from 'react'

export type Shortcuts = Readonly<Record<string, () => void>>

/** Single keys can be switched off for people whose input method types them by accident (WCAG 2.1.4). */
const KEY = 'weighbridge.single-keys'

export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // Nowhere to keep the choice: single keys stay on.
  }
}

/** Runs the function named by `event.key` while no text field, dialog or modifier claims the key. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isClaimed(event)) return
      const run = latest.current[event.key]
      if (run === undefined || (event.key.length === 1 && !singleKeysOn())) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function isClaimed(event: KeyboardEvent): boolean {
  const { target } = event
  const isField =
    target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
  return isField || document.querySelector('dialog[open]') !== null
}

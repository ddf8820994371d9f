import { useState } from 'react'
import { applyTheme, nextTheme, storedTheme } from './theme.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Steps through the system's theme, light and dark. */
export function ThemeToggle() {
  const [theme, setTheme] = useState(storedTheme)
  const step = () => {
    const next = nextTheme(theme)
    applyTheme(next)
    setTheme(next)
  }
  useShortcuts({ t: step })
  return (
    <button type="button" className="quiet" onClick={step} title="Change theme (t)">
      Theme: {theme}
    </button>
  )
}

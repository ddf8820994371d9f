const KEY = 'weighbridge.decider'

/** The name that was given with the last decision on this machine; '' where none was, or storage is refused. */
export function storedDecider(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export function rememberDecider(name: string): void {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // A browser that stores nothing asks again.
  }
}

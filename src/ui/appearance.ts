import type { Theme } from './state.ts'

const KEY = 'ikescope.appearance'

/** Theme and text size as they were left here; the system's when nothing was. */
export function keptAppearance(): [theme: Theme, size: number] {
  try {
    const { theme, size } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { theme?: unknown; size?: unknown }
    return [theme === 'light' || theme === 'dark' ? theme : 'system', typeof size === 'number' ? size : 1]
  } catch {
    return ['system', 1]
  }
}

/** Puts theme and text size on the page and remembers them. @param kept the size to remember, when this one is only for a while */
export function keepAppearance(theme: Theme, size: number, kept = size): void {
  const { classList, style } = document.documentElement
  classList.toggle('light', theme === 'light')
  classList.toggle('dark', theme === 'dark')
  style.setProperty('--u', `${size}px`)
  try {
    localStorage.setItem(KEY, JSON.stringify({ theme, size: kept }))
  } catch {
    // A browser that keeps nothing shows the system's theme next time.
  }
}

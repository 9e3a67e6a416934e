import { useSyncExternalStore } from 'react'
import type { Theme } from '../state.ts'

/** Whether the page is dark, also when the system turns so while it is open. */
export function useDark(theme: Theme): boolean {
  const system = useSyncExternalStore(subscribe, isSystemDark)
  return theme === 'dark' || (theme === 'system' && system)
}

function subscribe(onChange: () => void): () => void {
  const query = darkSystem()
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

function isSystemDark(): boolean {
  return darkSystem().matches
}

function darkSystem(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}

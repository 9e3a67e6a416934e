import { useSyncExternalStore } from 'react'

/** How many words fit the bar: `all`: what a capture is stands beside its name, else below it; `few`: tools without their names. */
export type Words = 'all' | 'some' | 'few'

/** From these widths on, px at text size 1. */
const ALL = 1560
const SOME = 1260
/** What another capture takes. */
const ANOTHER = 320

/** The words there is room for now. @param captures whose names stand in the bar */
export function useWords(size: number, captures: number): Words {
  return useSyncExternalStore(listen, () => wordsOf(window.innerWidth, size, captures))
}

/** A larger text is a narrower window here, too. */
export function wordsOf(width: number, size: number, captures: number): Words {
  const across = width / size - (captures > 2 ? ANOTHER : 0)
  return across >= ALL ? 'all' : across >= SOME ? 'some' : 'few'
}

/** How much of the page fits the window: `narrow`: the inspector stands aside; `slim`: the case is no wider than it must be, either. */
export type Room = 'wide' | 'narrow' | 'slim'

/** Below these widths, px at text size 1. */
const NARROW = 1040
const SLIM = 880

/** The same where a list of many columns stands between the panes. */
const CROWDED = 1230

/** A larger text is a narrower window. @param crowded a list of many columns is in view */
export function roomOf(width: number, size: number, crowded = false): Room {
  const across = width / size
  return across < SLIM ? 'slim' : across < (crowded ? CROWDED : NARROW) ? 'narrow' : 'wide'
}

/** From this width on, px at text size 1, the inspector has room beside two ladders. */
const AMPLE = 1760

/** Whether that is so, for a text of that size. */
export function useAmple(size: number): boolean {
  return useSyncExternalStore(listen, () => window.innerWidth / size >= AMPLE)
}

/** The room there is now, for a text of that size. */
export function useRoom(size: number, crowded = false): Room {
  return useSyncExternalStore(listen, () => roomOf(window.innerWidth, size, crowded))
}

/** How much sooner the bar takes two lines for each capture more, so that the names of all can be told apart. */
const CHIP = 140

/** Whether the views stand in a second line of the bar. @param captures whose names stand in the first */
export function barInTwo(width: number, size: number, captures: number): boolean {
  return width / size < SLIM + CHIP * (captures - 1)
}

/** The same for the window as it is. */
export function useBarInTwo(size: number, captures: number): boolean {
  return useSyncExternalStore(listen, () => barInTwo(window.innerWidth, size, captures))
}

/** Below this height, px at text size 1, what stands beside the ladder is folded or scrolls, so that rows are left to be seen. */
const LOW = 520

/** Whether the window is low, for a text of that size. */
export function useLow(size: number): boolean {
  return useSyncExternalStore(listen, () => window.innerHeight / size < LOW)
}

function listen(heard: () => void): () => void {
  window.addEventListener('resize', heard)
  return () => window.removeEventListener('resize', heard)
}
